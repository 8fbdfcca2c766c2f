import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { lock } from "proper-lockfile";
import { IisError } from "../errors";

/** A lock whose run was killed is free after this time, in milliseconds. */
const staleMs = 20_000;

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
 * @throws IisError `RUN_IN_PROGRESS`; Error of the system
 */
export async function lockRun(folder: string): Promise<RunLock> {
  mkdirSync(folder, { recursive: true });
  const lost = new AbortController();
  try {
    const release = await lock(folder, {
      lockfilePath: join(folder, "run.lock"),
      stale: staleMs,
      update: staleMs / 4,
      retries: { retries: 25, factor: 1, minTimeout: 1000, maxTimeout: 1000 },
      onCompromised: () => {
        lost.abort();
      },
    });
    return { lost: lost.signal, release: () => release().catch(() => undefined) };
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== "ELOCKED") throw error;
    const problem = "another run of the agent is in progress on this machine; this run did nothing";
    throw new IisError("RUN_IN_PROGRESS", { problem, hint: "Wait for its end, or end its process" });
  }
}
