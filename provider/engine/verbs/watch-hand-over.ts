import { setTimeout as wait } from "node:timers/promises";
import type { ListedPool, ListedWorker } from "../../appcmd/answers/pools";
import { type HandOver, handOver, type ProbeAnswer, recyclingOf } from "../../plan/results";
import type { Transport } from "../../transport/transport";
import { readWorkers } from "./drift-host";
import { type ProbeRequest, probe as askApplication } from "./health-check";

/** A source of time. */
export interface Clock {
  /** Milliseconds. */
  readonly now: () => number;
  /** Ends early if the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** The clock of this machine. */
export const realClock: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) => wait(ms, undefined, { signal }).catch(() => undefined),
};

/** A pool to which a recycle command was sent. */
export interface Run {
  readonly pool: ListedPool;
  readonly oldPids: readonly number[];
  /** When the command was sent, by the clock. */
  readonly start: number;
}

/** Options for watching. */
export interface WatchOptions {
  /**
   * Whether to watch until every old worker process has ended, as long as `shutdownTimeLimit` and {@link
   * shutdownGraceMs} allow.
   */
  readonly wait: boolean;
  /** The probe of a pool, for after its hand-over has begun. */
  readonly probeOf?: (pool: string) => ProbeRequest;
  /** If it is aborted, reads once more and ends. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** The observed hand-over. */
export interface Watched {
  /** The worker processes at the last read. */
  readonly workers: readonly ListedWorker[];
  /** The responses to the probes, by the pool's name. */
  readonly answers: ReadonlyMap<string, ProbeAnswer>;
  /** The time from the command until the old worker processes of a pool had ended, or until the last read. */
  readonly msOf: (run: Run) => number;
}

/** How long after its `shutdownTimeLimit` an old worker process may still be listed. */
export const shutdownGraceMs = 10_000;

/** How long to wait for the hand-over to begin: WAS executes the command after appcmd has ended. */
const startTimeoutMs = 5_000;

/** The delay between two reads, in milliseconds: at first, and at most. */
const [firstPauseMs, longestPauseMs] = [250, 2_000];

/**
 * Reads until the hand-over has begun, probes the applications, and with `wait` reads until it has ended.
 *
 * @param probed pools to probe, also those without worker process: the request starts one
 * @throws IisError `APPCMD_FAILED`, `UNREADABLE_OUTPUT`, `NO_APPCMD`
 */
export async function watchHandOver(
  transport: Transport,
  runs: readonly Run[],
  probed: readonly ListedPool[],
  { wait, probeOf, signal, clock }: WatchOptions,
): Promise<Watched> {
  let workers: readonly ListedWorker[] = [];
  const endedAt = new Map<Run, number>();
  const handOverOf = ({ pool, oldPids }: Run): HandOver => handOver(pool.name, oldPids, workers);
  const readOnce = async (): Promise<void> => {
    workers = await readWorkers(transport);
    const now = clock.now();
    for (const run of runs) if (!endedAt.has(run) && handOverOf(run).drainingPids.length === 0) endedAt.set(run, now);
  };
  const readUntil = async (isOver: () => boolean, deadline: number): Promise<void> => {
    for (let pause = firstPauseMs; ; pause = Math.min(2 * pause, longestPauseMs)) {
      await readOnce();
      if (isOver() || signal.aborted || clock.now() >= deadline) return;
      await clock.sleep(Math.min(pause, deadline - clock.now()), signal);
    }
  };
  const answers = new Map<string, ProbeAnswer>();
  if (runs.length > 0)
    await readUntil(() => runs.every((run) => hasBegun(handOverOf(run))), clock.now() + startTimeoutMs);
  if (probeOf !== undefined && probed.length > 0 && !signal.aborted) {
    const asked = probed.map(async ({ name }) => answers.set(name, await askApplication(probeOf(name), signal)));
    await Promise.all(asked);
    await readOnce();
  }
  if (wait && runs.length > 0) {
    const limit = Math.max(...runs.map(({ pool }) => recyclingOf(pool).shutdownTimeLimit));
    await readUntil(() => endedAt.size === runs.length, clock.now() + limit * 1000 + shutdownGraceMs);
  }
  const end = clock.now();
  return { workers, answers, msOf: (run) => Math.round((endedAt.get(run) ?? end) - run.start) };
}

/** Whether an old worker process has ended or a new one exists. */
export function hasBegun({ oldPids, newPids, drainingPids }: HandOver): boolean {
  return newPids.length > 0 || drainingPids.length < oldPids.length;
}
