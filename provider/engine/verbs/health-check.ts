import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { IisError } from "../../errors";
import { poolKey } from "../../names";
import { findPool, type LiveHost } from "../../plan/change/live-host";
import type { ProbeAnswer } from "../../plan/recycle-result";
import { type DoneTo, type GatedPool, gatedPools, gateProblem } from "../../plan/waves/gated-pools";
import { type Probe, probeUrl } from "../../pool-file/schema/probe";
import type { Transport } from "../../transport/transport";
import { inspectHost } from "../inspect";

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

/** What is asked at a gate besides whether the pools run. */
export interface GateProbes {
  /** What `{host}` in a URL stands for. */
  readonly address: string;
  /** The probe of a pool, by its {@link poolKey}. */
  readonly probes: ReadonlyMap<string, Probe>;
}

/** What a gate has seen of a host. */
export interface GateReport {
  readonly problems: readonly IisError[];
  readonly answers: readonly ProbeAnswer[];
}

/**
 * Looks whether what was changed on a host works: one read for the states of its pools, then a request for each pool
 * that has a probe and runs.
 *
 * @throws IisError `APPCMD_FAILED`, `UNREADABLE_OUTPUT`, `NO_APPCMD`
 */
export async function checkGate(
  transport: Transport,
  done: DoneTo,
  probes: GateProbes,
  signal?: AbortSignal,
): Promise<GateReport> {
  const now = await inspectHost(transport);
  return checkPools(transport.host, gatedPools(done, now), now, probes, signal);
}

/** The same for pools that are known to have to run, on a host that was looked at. */
export async function checkPools(
  host: string,
  pools: readonly GatedPool[],
  now: LiveHost,
  { address, probes }: GateProbes,
  signal?: AbortSignal,
): Promise<GateReport> {
  const problems = pools.flatMap((gated) => gateProblem(host, gated, findPool(now, gated.pool)?.state) ?? []);
  const runs = pools.filter(({ pool }) => findPool(now, pool)?.state === "Started");
  const asked = runs.flatMap(({ pool }) => {
    const wanted = probes.get(poolKey(pool));
    return wanted === undefined ? [] : [{ pool, ...wanted, url: probeUrl(wanted, { host: address, pool }) }];
  });
  const answers = await Promise.all(
    asked.map(async ({ pool, ...request }) => ({ pool, answer: await probe(request, signal) })),
  );
  const silent = answers
    .filter(({ answer }) => !answer.ok)
    .map(({ pool, answer: { url, problem = "no answer" } }) => {
      return new IisError("PROBE_FAILED", { host, pool, problem: `${url}: ${problem}` });
    });
  return { problems: [...problems, ...silent], answers: answers.map(({ answer }) => answer) };
}
