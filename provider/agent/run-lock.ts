import { mkdirSync, rmdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { lock } from "proper-lockfile";
import { IisError } from "../errors";

/** A lock whose run was killed is free after this time, in milliseconds. */
const staleMs = 20_000;
/** How often a lock is tried that another run has, once a second. */
const mostAttempts = 26;

/** A lock that this run has. */
export interface RunLock {
  /** Aborted if another run took the lock, because this one could not renew it. */
  readonly lost: AbortSignal;
  readonly release: () => Promise<void>;
}

/**
 * Keeps runs of agents apart. A lock that a killed run has left is waited for.
 *
 * @param folder the folder of the lock, which is made if it is missing
 * @param signal ends the wait
 * @throws IisError `RUN_IN_PROGRESS`, `INTERRUPTED`; Error of the system
 */
export async function lockRun(folder: string, signal: AbortSignal): Promise<RunLock> {
  mkdirSync(folder, { recursive: true });
  const first = renewedAt(folder);
  for (let attempt = 1; ; attempt++) {
    const taken = await tryLock(folder);
    if (taken !== undefined) return taken;
    if (attempt === mostAttempts) {
      // It was not renewed for longer than a run may wait: its time is ahead, because the clock was set back after the run was killed.
      const isLeft = first !== undefined && first > Date.now() && renewedAt(folder) === first;
      if (isLeft) rmdirSync(lockOf(folder));
      const freed = isLeft ? await tryLock(folder) : undefined;
      if (freed !== undefined) return freed;
      const problem = "another run of the agent is in progress on this machine; this run did nothing";
      throw new IisError("RUN_IN_PROGRESS", { problem, hint: "Wait for its end, or end its process" });
    }
    await sleep(1000, undefined, { signal }).catch(() => {
      throw new IisError("INTERRUPTED", { problem: "interrupted before the run; nothing was read" });
    });
  }
}

function lockOf(folder: string): string {
  return join(folder, "run.lock");
}

/** When a lock was taken or renewed, in milliseconds since 1970; undefined without one. */
function renewedAt(folder: string): number | undefined {
  return statSync(lockOf(folder), { throwIfNoEntry: false })?.mtimeMs;
}

/** Takes the lock; undefined if another run has it. @throws Error of the system */
async function tryLock(folder: string): Promise<RunLock | undefined> {
  const lost = new AbortController();
  try {
    const release = await lock(folder, {
      lockfilePath: lockOf(folder),
      stale: staleMs,
      update: staleMs / 4,
      onCompromised: () => {
        lost.abort();
      },
    });
    return { lost: lost.signal, release: () => release().catch(() => undefined) };
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === "ELOCKED") return undefined;
    throw error;
  }
}
