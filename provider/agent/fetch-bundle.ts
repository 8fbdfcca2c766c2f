import type { IncomingMessage } from "node:http";
import * as https from "node:https";
import { gunzipSync } from "node:zlib";
import { authorities } from "../certificate-authorities";
import { describeSystemError, megabyte, systemErrorCode } from "../read-file";
import { largestBundle } from "./source";

const mostRedirects = 5;

/** How to ask for a bundle. */
export interface FetchOptions {
  /** The ETag of the copy that is there already. */
  readonly etag?: string | undefined;
  /** Certificates of authorities in PEM that are trusted, in place of those of the system. */
  readonly caCert?: string | undefined;
  /** For the whole request. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** An answer: a bundle, that the copy is still the newest, or why there is none, as a sentence without its subject. */
export type Fetched =
  | { readonly kind: "new"; readonly text: string; readonly etag?: string }
  | { readonly kind: "unchanged" }
  | { readonly kind: "failed"; readonly problem: string };

/** A reason that is not in an error of the system. */
class FetchProblem extends Error {}

/** Asks for a bundle. Redirects are followed to other `https` addresses: what they send is verified by its signature. */
export async function fetchBundle(url: URL, options: FetchOptions): Promise<Fetched> {
  const late = AbortSignal.timeout(options.timeoutMs);
  const signal = AbortSignal.any([options.signal, late]);
  try {
    return await follow(url, { ...options, signal }, mostRedirects);
  } catch (error) {
    if (late.aborted) return { kind: "failed", problem: `did not answer within ${options.timeoutMs / 1000} s` };
    return { kind: "failed", problem: reasonOf(error) };
  }
}

async function follow(url: URL, options: FetchOptions, redirects: number): Promise<Fetched> {
  const answer = await get(url, options);
  const { statusCode: status = 0, headers } = answer;
  if (status === 200) {
    const text = await readAll(answer);
    return { kind: "new", text, ...(headers.etag !== undefined && { etag: headers.etag }) };
  }
  answer.destroy();
  if (status === 304 && options.etag !== undefined) return { kind: "unchanged" };
  if (![301, 302, 303, 307, 308].includes(status)) throw new FetchProblem(`answered ${status}`);
  if (redirects === 0) throw new FetchProblem(`redirects more than ${mostRedirects} times`);
  const next = URL.parse(headers.location ?? "", url.href);
  if (next?.protocol !== "https:") throw new FetchProblem("redirects to an address that does not begin with https://");
  return follow(next, options, redirects - 1);
}

function get(url: URL, { etag, caCert, signal }: FetchOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { "Accept-Encoding": "gzip", ...(etag !== undefined && { "If-None-Match": etag }) };
    // Explicit, so that no variable of the environment turns the check off.
    const options = { headers, signal, agent: false, ca: caCert ?? authorities(), rejectUnauthorized: true };
    const request = https.get(url, options, resolve);
    request.once("error", reject);
  });
}

async function readAll(answer: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of answer as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > largestBundle) throw new FetchProblem(`sent more than ${largestBundle / megabyte} MB`);
    pieces.push(piece);
  }
  const body = Buffer.concat(pieces, length);
  return answer.headers["content-encoding"] === "gzip" ? unpacked(body) : body.toString("utf8");
}

function unpacked(body: Buffer): string {
  try {
    return gunzipSync(body, { maxOutputLength: largestBundle }).toString("utf8");
  } catch {
    throw new FetchProblem(`sent what is not gzip, or is more than ${largestBundle / megabyte} MB`);
  }
}

/** The reason in words; nothing that the other side has written is quoted. */
function reasonOf(error: unknown): string {
  if (error instanceof FetchProblem) return error.message;
  const system = systemErrorCode(error);
  if (system !== undefined) return `cannot be reached: ${describeSystemError(system)}`;
  const { code } = error as { readonly code?: unknown };
  if (typeof code === "string" && /CERT|SIGNATURE/.test(code))
    return `its certificate is not valid or not trusted (${code}); --ca-cert names the certificate of your authority`;
  return `cannot be reached: ${typeof code === "string" ? code : "the connection was lost"}`;
}
