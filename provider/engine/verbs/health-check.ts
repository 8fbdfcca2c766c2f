import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { IisError } from "../../errors";
import { poolKey } from "../../names";
import { findPool, type LiveHost } from "../../plan/change/live-host";
import type { ProbeAnswer } from "../../plan/results";
import { type HostChanges, type GatedPool, gatedPools, gateProblem } from "../../plan/waves/gated-pools";
import { type Probe, probeUrl } from "../../pool-file/schema/probe";
import type { Transport } from "../../transport/transport";
import { inspectHost } from "../inspect";

/** A request that checks whether an application responds. */
export interface ProbeRequest {
  /** `http:` or `https:`, with certificate verification. */
  readonly url: string;
  /** The expected HTTP status; redirects are not followed. */
  readonly status: number;
  /** The maximum time for the whole response. */
  readonly timeoutMs: number;
}

/**
 * Requests the address once and reads the response to its end, which warms up the application. Never rejects: an error
 * is the `problem` of the result.
 */
export async function probe({ url, status, timeoutMs }: ProbeRequest, signal?: AbortSignal): Promise<ProbeAnswer> {
  const start = performance.now();
  const timeout = AbortSignal.timeout(timeoutMs);
  const seen = await get(url, signal === undefined ? timeout : AbortSignal.any([timeout, signal]));
  const ms = Math.round(performance.now() - start);
  const problem = timeout.aborted ? `no complete response within ${timeoutMs / 1000} s` : problemOf(seen, status);
  return {
    ...{ url, ok: problem === undefined, ms },
    ...(seen.status !== undefined && { status: seen.status }),
    ...(problem !== undefined && { problem }),
  };
}

/** The response so far: the status if there is one, and the error that ended it. */
interface Received {
  readonly status?: number;
  readonly error?: Error;
}

function problemOf({ status, error }: Received, expected: number): string | undefined {
  if (error !== undefined) return error.name === "AbortError" ? "interrupted" : error.message;
  return status === expected ? undefined : `responded with ${status}, expected ${expected}`;
}

/** A separate connection that closes after the response, so that it does not keep an old worker process open. */
function get(url: string, signal: AbortSignal): Promise<Received> {
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

/** The probes of a health check, besides the states of the pools. */
export interface GateProbes {
  /** The value of `{host}` in a URL. */
  readonly address: string;
  /** The probe of a pool, by its {@link poolKey}. */
  readonly probes: ReadonlyMap<string, Probe>;
}

/** The result of a health check on a host. */
export interface HealthReport {
  readonly problems: readonly IisError[];
  readonly answers: readonly ProbeAnswer[];
}

/**
 * Checks the changes of a host: one read for the states of its pools, then a request for each running pool with a
 * probe.
 *
 * @throws IisError `APPCMD_FAILED`, `UNREADABLE_OUTPUT`, `NO_APPCMD`
 */
export async function checkHealth(
  transport: Transport,
  done: HostChanges,
  probes: GateProbes,
  signal?: AbortSignal,
): Promise<HealthReport> {
  const now = await inspectHost(transport);
  return checkPools(transport.host, gatedPools(done, now), now, probes, signal);
}

/** The same for pools that must run, on a host that was already read. */
export async function checkPools(
  host: string,
  pools: readonly GatedPool[],
  now: LiveHost,
  { address, probes }: GateProbes,
  signal?: AbortSignal,
): Promise<HealthReport> {
  const problems = pools.flatMap((gated) => gateProblem(host, gated, findPool(now, gated.pool)?.state) ?? []);
  const runs = pools.filter(({ pool }) => findPool(now, pool)?.state === "Started");
  const asked = runs.flatMap(({ pool }) => {
    const declared = probes.get(poolKey(pool));
    return declared === undefined ? [] : [{ pool, ...declared, url: probeUrl(declared, { host: address, pool }) }];
  });
  const answers = await Promise.all(
    asked.map(async ({ pool, ...request }) => ({ pool, answer: await probe(request, signal) })),
  );
  const failures = answers
    .filter(({ answer }) => !answer.ok)
    .map(({ pool, answer: { url, problem = "no response" } }) => {
      return new IisError("PROBE_FAILED", { host, pool, problem: `${url}: ${problem}` });
    });
  return { problems: [...problems, ...failures], answers: answers.map(({ answer }) => answer) };
}
