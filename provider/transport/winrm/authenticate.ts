import type { X509Certificate } from "node:crypto";
import type { WinrmLogin } from "../../connection/winrm-login";
import type { HttpAnswer } from "./channel";
import { channelBindings } from "./channel-bindings";
import { notOffered, otherService, refusedWinrmLogin } from "./errors";
import { beginKerberos, stepKerberos } from "./kerberos";
import { readAccount } from "./ntlm/keys";
import { authenticateMessage, negotiateMessage, readChallenge } from "./ntlm/messages";
import { NtlmSession } from "./ntlm/session";
import { firstToken, furtherToken, mechanismList, readSpnegoAnswer } from "./spnego";

/** Sends a request over the connection of a login. @throws ChannelBroken */
export type Post = (headers: Readonly<Record<string, string>>, body: Buffer) => Promise<HttpAnswer>;

/** What a login brings for the requests after it. */
export interface Credentials {
  /** Headers of each request. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the service has accepted a login for the connection; otherwise each request has one. */
  readonly isOfConnection: boolean;
  /** Encrypts each message over HTTP. */
  readonly session?: NtlmSession;
}

/**
 * Logs in to a service over a connection. Basic and certificates are part of each request, so the service accepts or
 * refuses them with the first one.
 *
 * @param onPassword called before something is sent that shows whether the password is right
 * @throws LoginFailure with `AUTH_FAILED`, `UNREACHABLE`; ChannelBroken
 */
export async function authenticateOverHttp(
  post: Post,
  login: WinrmLogin,
  certificate: X509Certificate | undefined,
  onPassword: () => void,
): Promise<Credentials> {
  const { user = "", password } = login;
  switch (login.auth) {
    case "basic": {
      const text = `${user}:${password?.reveal() ?? ""}`;
      onPassword();
      return { headers: { Authorization: `Basic ${Buffer.from(text).toString("base64")}` }, isOfConnection: false };
    }
    case "certificate":
      return { headers: { Authorization: mutualTls }, isOfConnection: false };
    case "kerberos":
      return authenticateByKerberos(post, login);
    case "negotiate":
      return password === undefined
        ? authenticateByKerberos(post, login)
        : authenticateByNtlm(post, login, certificate, onPassword);
    case "ntlm":
      return authenticateByNtlm(post, login, certificate, onPassword);
  }
}

/** A request over HTTPS with the certificate of the client. */
const mutualTls = "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual";

/** Three messages over one connection; within SPNEGO, or plain where `auth` is `ntlm` and the server offers that. */
async function authenticateByNtlm(
  post: Post,
  login: WinrmLogin,
  certificate: X509Certificate | undefined,
  onPassword: () => void,
): Promise<Credentials> {
  const { host, user = "", password, spn = `HTTP/${host}` } = login;
  const isPlain = login.auth === "ntlm";
  const sent = negotiateMessage();
  let scheme = "Negotiate";
  let first = await postToken(post, scheme, isPlain ? sent : firstToken(sent));
  if (isPlain && !offeredBy(first).includes(scheme) && offeredBy(first).includes("NTLM")) {
    scheme = "NTLM";
    first = await postToken(post, scheme, sent);
  }
  const token = tokenOf(first, scheme) ?? Buffer.alloc(0);
  const received = isPlain ? token : (readSpnegoAnswer(token)?.message ?? Buffer.alloc(0));
  const challenge = readChallenge(received);
  if (challenge === undefined) {
    const offered = offeredBy(first);
    if (first.status !== 401) throw otherService(login, `it answers ${first.status} to a login`);
    if (!offered.includes(scheme)) throw notOffered(login, offered);
    throw otherService(login, "it does not answer a login with NTLMv2 and 128-bit keys");
  }
  const target = { spn, channelBindings: certificate && channelBindings(certificate) };
  const { message, sessionKey } = authenticateMessage(
    ...([readAccount(user), password?.reveal() ?? "", target, sent, received, challenge] as const),
  );
  const session = new NtlmSession(sessionKey);
  const mechanisms = mechanismList();
  const signature = isPlain ? Buffer.alloc(0) : session.signMechanisms(mechanisms);
  onPassword();
  const last = await postToken(post, scheme, isPlain ? message : furtherToken(message, signature));
  if (last.status === 401) throw refusedWinrmLogin(login, offeredBy(last));
  if (last.status !== 200) throw otherService(login, `it answers ${last.status} to a login`);
  const ofServer = readSpnegoAnswer(tokenOf(last, scheme) ?? Buffer.alloc(0))?.signature;
  if (!isPlain && ofServer !== undefined && !session.verifyMechanisms(mechanisms, ofServer)) {
    throw otherService(login, "it does not know the password");
  }
  return { headers: {}, session, isOfConnection: true };
}

/** Within SPNEGO, or plain where the server offers only that. */
async function authenticateByKerberos(
  post: Post,
  login: WinrmLogin,
  scheme: "Negotiate" | "Kerberos" = "Negotiate",
): Promise<Credentials> {
  const client = await beginKerberos(login, scheme);
  let token = await stepKerberos(login, client, "");
  for (let round = 0; round < mostRounds; round++) {
    const answer = await postToken(post, scheme, Buffer.from(token, "base64"));
    const offered = offeredBy(answer);
    const next = tokenOf(answer, scheme);
    if (answer.status === 200) {
      // The server proves who it is.
      if (next !== undefined) await stepKerberos(login, client, next.toString("base64"));
      return { headers: {}, isOfConnection: true };
    }
    if (answer.status !== 401) throw otherService(login, `it answers ${answer.status} to a login`);
    if (!offered.includes(scheme)) {
      if (offered.includes("Kerberos")) return authenticateByKerberos(post, login, "Kerberos");
      throw notOffered(login, offered);
    }
    if (next === undefined) throw refusedWinrmLogin(login, offered);
    token = await stepKerberos(login, client, next.toString("base64"));
  }
  throw refusedWinrmLogin(login, []);
}

/** A login with a ticket takes one round, or two. */
const mostRounds = 4;

/** The request of a login has no message: nothing of it is executed before the login has succeeded. */
function postToken(post: Post, scheme: string, token: Buffer): Promise<HttpAnswer> {
  const Authorization = `${scheme} ${token.toString("base64")}`;
  return post({ Authorization, "Content-Type": "application/soap+xml;charset=UTF-8" }, Buffer.alloc(0));
}

/** The kinds of login that a server offers. */
export function offeredBy({ headers }: HttpAnswer): string[] {
  const text = headers["www-authenticate"] ?? "";
  return [...new Set(text.match(/\b(?:Negotiate|Kerberos|NTLM|Basic|CredSSP)\b/g) ?? [])];
}

function tokenOf({ headers }: HttpAnswer, scheme: string): Buffer | undefined {
  const found = new RegExp(`\\b${scheme} ([A-Za-z0-9+/]+={0,2})`).exec(headers["www-authenticate"] ?? "")?.[1];
  return found === undefined ? undefined : Buffer.from(found, "base64");
}
