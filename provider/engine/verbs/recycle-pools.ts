import { recyclePool } from "../../appcmd/command";
import type { ListedPool } from "../../appcmd/answers/pools";
import { IisError } from "../../errors";
import { hostError } from "../../crash";
import { choosePoolByPid, choosePools, refuseStopped } from "../../plan/choose-pools";
import {
  handOver,
  type HostRecycle,
  type HostWorkers,
  pidsOf,
  type PoolRecycle,
  type ProbeAnswer,
  recyclingOf,
} from "../../plan/results";
import { inHostQueue, type Transport } from "../../transport/transport";
import { listHostWorkers, readWorkers } from "./drift-host";
import { Attempts, commandError, runCommand } from "../apply/send";
import {
  shutdownGraceMs,
  hasBegun,
  realClock,
  type Run,
  type Watched,
  watchHandOver,
  type WatchOptions,
} from "./watch-hand-over";

/** Which pools to recycle: those of these names, or the one with this worker process. */
export type RecycleChoice = { readonly names: readonly string[] } | { readonly pid: number };

/** A host as read before anything is recycled. */
export interface PreparedRecycle {
  readonly found: HostWorkers;
  readonly pools: readonly ListedPool[];
  /** All pools that are missing or stopped. */
  readonly refusals: readonly IisError[];
}

/**
 * Options for recycling. After the signal is aborted, no further pool is recycled, and the host's queue is not waited
 * for.
 */
export type RecycleOptions = Omit<WatchOptions, "clock"> & Partial<Pick<WatchOptions, "clock">>;

/** Reads a host, with two commands. @throws IisError `APPCMD_FAILED`, `UNREADABLE_OUTPUT`, `NO_APPCMD` */
export async function prepareRecycle(transport: Transport, choice: RecycleChoice): Promise<PreparedRecycle> {
  const found = await listHostWorkers(transport);
  const chosen =
    "pid" in choice ? choosePoolByPid(found, choice.pid) : choosePools(found.host, found.pools, choice.names);
  return { found, ...refuseStopped(found.host, chosen) };
}

/**
 * Recycles pools one after the other, and reads which new worker processes replace the old ones. A pool without worker process is
 * not recycled. A failure of one pool does not stop the others.
 */
export async function recyclePools(
  transport: Transport,
  prepared: PreparedRecycle,
  options: RecycleOptions,
): Promise<HostRecycle> {
  const work = (): Promise<HostRecycle> => recycleNow(transport, prepared, options);
  // Outside the queue the signal is aborted: it recycles nothing and reports that.
  return (await inQueue(transport.key, options.signal, work)) ?? work();
}

/** Runs the task in the host's queue. It is never run, and the result is undefined, if the signal is aborted before. */
function inQueue<T>(key: string, signal: AbortSignal, task: () => Promise<T>): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      resolve(undefined);
    };
    signal.addEventListener("abort", giveUp);
    if (signal.aborted) giveUp();
    const queued = inHostQueue(key, () => {
      signal.removeEventListener("abort", giveUp);
      return signal.aborted ? Promise.resolve(undefined) : task();
    });
    queued.then(resolve, reject);
  });
}

async function recycleNow(
  transport: Transport,
  { found, pools }: PreparedRecycle,
  options: RecycleOptions,
): Promise<HostRecycle> {
  const { clock = realClock, wait, signal } = options;
  const runs: Run[] = [];
  const results = new Map<ListedPool, Partial<PoolRecycle>>();
  for (const pool of pools) {
    const oldPids = pidsOf(found.workers, pool.name);
    if (oldPids.length === 0) results.set(pool, { outcome: "no worker process" });
    else if (signal.aborted) results.set(pool, { oldPids, outcome: "not begun" });
    else {
      const start = clock.now();
      const error = await errorOf(transport, () => sendRecycle(transport, pool.name, oldPids));
      if (error === undefined) runs.push({ pool, oldPids, start });
      else results.set(pool, { oldPids, outcome: "failed", error: onPool(transport, pool, error) });
    }
  }
  const idle = pools.filter((pool) => results.get(pool)?.outcome === "no worker process");
  const error = await errorOf(transport, async () => {
    const watched = await watchHandOver(transport, runs, [...runs.map(({ pool }) => pool), ...idle], {
      ...options,
      clock,
    });
    for (const run of runs) results.set(run.pool, resultOfRun(transport, run, watched, wait && !signal.aborted));
    for (const pool of idle) results.set(pool, resultWithoutProcess(transport, pool, watched));
  });
  if (error !== undefined) {
    for (const { pool, oldPids } of runs) {
      results.set(pool, { oldPids, outcome: "failed", error: afterSending(onPool(transport, pool, error)) });
    }
  }
  return { host: transport.host, pools: pools.map((pool) => ({ ...blank(pool), ...results.get(pool) })) };
}

function blank(pool: ListedPool): PoolRecycle {
  return {
    ...{ pool: pool.name, outcome: "failed", oldPids: [], newPids: [], drainingPids: [] },
    ...recyclingOf(pool),
  };
}

/** The result of a pool to which a recycle command was sent. */
function resultOfRun(transport: Transport, run: Run, watched: Watched, isLate: boolean): Partial<PoolRecycle> {
  const { pool, oldPids } = run;
  const over = handOver(pool.name, oldPids, watched.workers);
  const hasEnded = over.drainingPids.length === 0;
  return {
    ...{ ...over, outcome: hasEnded ? "recycled" : "draining", ms: watched.msOf(run) },
    ...probeResult(transport, pool, watched.answers.get(pool.name)),
    ...(isLate && !hasEnded && { error: lateError(transport, pool, over.drainingPids) }),
  };
}

/** The result of a pool without worker process; a probe may have started one. */
function resultWithoutProcess(
  transport: Transport,
  pool: ListedPool,
  { workers, answers }: Watched,
): Partial<PoolRecycle> {
  return {
    ...{ ...handOver(pool.name, [], workers), outcome: "no worker process" },
    ...probeResult(transport, pool, answers.get(pool.name)),
  };
}

/** Sends the command. If its result is unknown, it reads the worker processes before it sends the command again. */
async function sendRecycle(transport: Transport, pool: string, oldPids: readonly number[]): Promise<void> {
  const attempts = new Attempts();
  for (;;) {
    const answer = await runCommand(transport, recyclePool(pool));
    if (answer.verdict === "done") return;
    if (answer.verdict === "failed") throw commandError(transport, answer);
    const mayRepeat = await attempts.another();
    const workers = await readWorkers(transport).catch((error: unknown) => {
      throw afterSending(hostError(transport.host, error));
    });
    if (hasBegun(handOver(pool, oldPids, workers))) return;
    if (!mayRepeat || answer.isLost) throw commandError(transport, answer);
  }
}

/** The error that was thrown, if any; the other pools keep their results. */
async function errorOf({ host }: Transport, work: () => Promise<void>): Promise<IisError | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return hostError(host, error);
  }
}

function onPool({ host }: Transport, { name }: ListedPool, error: IisError): IisError {
  return error.at({ host, pool: name });
}

function afterSending(error: IisError): IisError {
  return error.also({ hint: "The recycle command was sent; check the result with: iispools ps" });
}

function lateError({ host }: Transport, pool: ListedPool, pids: readonly number[]): IisError {
  const { shutdownTimeLimit } = recyclingOf(pool);
  const which = pids.length === 1 ? `worker process ${pids.join()} is` : `worker processes ${pids.join(", ")} are`;
  return new IisError("NOT_RECYCLED", {
    ...{ host, pool: pool.name },
    problem: `the old ${which} still there, ${shutdownGraceMs / 1000} s after the shutdownTimeLimit of ${shutdownTimeLimit} s`,
    hint: "Find out what it does, and end it on the server if necessary",
  });
}

function probeResult(
  { host }: Transport,
  { name }: ListedPool,
  probe: ProbeAnswer | undefined,
): Pick<PoolRecycle, "probe" | "error"> {
  if (probe === undefined) return {};
  if (probe.problem === undefined) return { probe };
  const problem = `${probe.url}: ${probe.problem}`;
  return { probe, error: new IisError("PROBE_FAILED", { host, pool: name, problem }) };
}
