import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { ProbeAnswer } from "../plan/host-recycle";

/** How to ask an application whether it answers. */
export interface ProbeRequest {
  /** `http:` or `https:`, whose certificate is checked. */
  readonly url: string;
  /** The HTTP status that it is to answer with; redirects are not followed. */
  readonly status: number;
  /** For the whole answer. */
  readonly timeoutMs: number;
}

/**
 * Gets the address once and reads the answer to its end, which warms up what stands behind it. Never rejects: what goes
 * wrong is the answer's `problem`.
 */
export async function probe({ url, status, timeoutMs }: ProbeRequest, signal?: AbortSignal): Promise<ProbeAnswer> {
  const start = performance.now();
  const timeout = AbortSignal.timeout(timeoutMs);
  const seen = await get(url, signal === undefined ? timeout : AbortSignal.any([timeout, signal]));
  const ms = Math.round(performance.now() - start);
  const problem = timeout.aborted ? `no whole answer within ${timeoutMs / 1000} s` : problemOf(seen, status);
  return {
    ...{ url, ok: problem === undefined, ms },
    ...(seen.status !== undefined && { status: seen.status }),
    ...(problem !== undefined && { problem }),
  };
}

/** What came: a status where there was one, and what broke it off. */
interface Seen {
  readonly status?: number;
  readonly error?: Error;
}

function problemOf({ status, error }: Seen, expected: number): string | undefined {
  if (error !== undefined) return error.name === "AbortError" ? "interrupted" : error.message;
  return status === expected ? undefined : `answered with ${status}, not ${expected}`;
}

/** A connection of its own, which ends with the answer: none that an old worker process keeps open. */
function get(url: string, signal: AbortSignal): Promise<Seen> {
  const request = url.startsWith("https:") ? requestHttps : requestHttp;
  return new Promise((resolve) => {
    let status: number | undefined;
    const end = (error?: Error): void => {
      resolve({ ...(status !== undefined && { status }), ...(error && { error }) });
    };
    const sent = request(url, { agent: false, signal, headers: { "user-agent": "iispools" } }, (answer) => {
      status = answer.statusCode;
      answer.on("error", end).on("end", () => {
        end();
      });
      answer.resume();
    });
    sent.on("error", end).end();
  });
}
