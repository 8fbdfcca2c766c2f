import type { HttpAnswer } from "./channel";

/** Sends a request over the connection of a login. @throws ChannelBroken */
export type Post = (headers: Readonly<Record<string, string>>, body: Buffer) => Promise<HttpAnswer>;

/**
 * Sends the token of a login. The request has no message: nothing of it is executed before the login has succeeded.
 *
 * @throws ChannelBroken
 */
export function postToken(post: Post, scheme: string, token: Buffer): Promise<HttpAnswer> {
  const Authorization = `${scheme} ${token.toString("base64")}`;
  return post({ Authorization, "Content-Type": "application/soap+xml;charset=UTF-8" }, Buffer.alloc(0));
}

/** The kinds of login that a server offers. */
export function offeredBy({ headers }: HttpAnswer): string[] {
  const text = headers["www-authenticate"] ?? "";
  return [...new Set(text.match(/\b(?:Negotiate|Kerberos|NTLM|Basic|CredSSP)\b/g) ?? [])];
}

/** The server's token in an answer. */
export function loginTokenOf({ headers }: HttpAnswer, scheme: string): Buffer | undefined {
  const found = new RegExp(`\\b${scheme} ([A-Za-z0-9+/]+={0,2})`).exec(headers["www-authenticate"] ?? "")?.[1];
  return found === undefined ? undefined : Buffer.from(found, "base64");
}
