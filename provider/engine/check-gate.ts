import { IisError } from "../errors";
import { poolKey } from "../name-keys";
import { type Probe, probeUrl } from "../model/probe";
import { type GatedPool, gatedPools, gateProblem, type DoneTo } from "../plan/gated-pools";
import type { ProbeAnswer } from "../plan/host-recycle";
import { findPool, type LiveHost } from "../plan/live-host";
import type { Transport } from "../transport/transport";
import { inspectHost } from "./inspect";
import { probe } from "./probe";

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
