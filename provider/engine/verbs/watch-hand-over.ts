import { setTimeout as wait } from "node:timers/promises";
import type { ListedPool, ListedWorker } from "../../appcmd/answers/pools";
import { type HandOver, handOver, type ProbeAnswer, recyclingOf } from "../../plan/recycle-result";
import type { Transport } from "../../transport/transport";
import { readWorkers } from "./drift-host";
import { type ProbeRequest, probe as askApplication } from "./health-check";

/** How time passes. */
export interface Clock {
  /** Milliseconds. */
  readonly now: () => number;
  /** Ends early where the signal is aborted. */
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

/** How long to watch. */
export interface WatchOptions {
  /** Until every old worker process is gone, as long as `shutdownTimeLimit` and {@link shutdownGraceMs} allow. */
  readonly wait: boolean;
  /** What to ask of a pool once its hand-over has begun. */
  readonly probeOf?: (pool: string) => ProbeRequest;
  /** Aborted: looks once more and ends. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** What was seen of the hand-over. */
export interface Watched {
  /** The worker processes at the last look. */
  readonly workers: readonly ListedWorker[];
  /** The answers, by the pool's name. */
  readonly answers: ReadonlyMap<string, ProbeAnswer>;
  /** From the command until the old worker processes of a pool were seen to be gone, or until the last look. */
  readonly msOf: (run: Run) => number;
}

/** How long after its `shutdownTimeLimit` an old worker process may still be listed. */
export const shutdownGraceMs = 10_000;

/** How long to look for the hand-over to begin: WAS carries out the command after appcmd has ended. */
const patienceMs = 5_000;

/** Between two looks, in milliseconds: at first, and at most. */
const [firstPauseMs, longestPauseMs] = [250, 2_000];

/**
 * Looks until the hand-over has begun, asks the applications, and with `wait` looks until it has ended.
 *
 * @param probed pools to ask, those without worker process too: the request starts one.
 * @throws IisError `APPCMD_FAILED`, `UNREADABLE_OUTPUT`, `NO_APPCMD`
 */
export async function watchHandOver(
  transport: Transport,
  runs: readonly Run[],
  probed: readonly ListedPool[],
  { wait, probeOf, signal, clock }: WatchOptions,
): Promise<Watched> {
  let workers: readonly ListedWorker[] = [];
  const gone = new Map<Run, number>();
  const overOf = ({ pool, oldPids }: Run): HandOver => handOver(pool.name, oldPids, workers);
  const look = async (): Promise<void> => {
    workers = await readWorkers(transport);
    const now = clock.now();
    for (const run of runs) if (!gone.has(run) && overOf(run).drainingPids.length === 0) gone.set(run, now);
  };
  const lookUntil = async (isOver: () => boolean, deadline: number): Promise<void> => {
    for (let pause = firstPauseMs; ; pause = Math.min(2 * pause, longestPauseMs)) {
      await look();
      if (isOver() || signal.aborted || clock.now() >= deadline) return;
      await clock.sleep(Math.min(pause, deadline - clock.now()), signal);
    }
  };
  const answers = new Map<string, ProbeAnswer>();
  if (runs.length > 0) await lookUntil(() => runs.every((run) => hasBegun(overOf(run))), clock.now() + patienceMs);
  if (probeOf !== undefined && probed.length > 0 && !signal.aborted) {
    const asked = probed.map(async ({ name }) => answers.set(name, await askApplication(probeOf(name), signal)));
    await Promise.all(asked);
    await look();
  }
  if (wait && runs.length > 0) {
    const limit = Math.max(...runs.map(({ pool }) => recyclingOf(pool).shutdownTimeLimit));
    await lookUntil(() => gone.size === runs.length, clock.now() + limit * 1000 + shutdownGraceMs);
  }
  const end = clock.now();
  return { workers, answers, msOf: (run) => Math.round((gone.get(run) ?? end) - run.start) };
}

/** Whether an old worker process is gone or a new one there. */
export function hasBegun({ oldPids, newPids, drainingPids }: HandOver): boolean {
  return newPids.length > 0 || drainingPids.length < oldPids.length;
}
