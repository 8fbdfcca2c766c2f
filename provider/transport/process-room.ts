import { closeSync, openSync } from "node:fs";
import { devNull } from "node:os";
import { isShortage } from "../crash";

/** How many files are open for a moment while a process with three pipes is started, with some for others. */
const filesOfStart = 14;

let running = 0;
const waiting: (() => void)[] = [];

/**
 * Starts a process. Where this machine has no open file, process or memory left for it, it is started anew when one that was
 * started here has ended.
 *
 * @param signals if one is aborted, the process is not started.
 * @returns what `start` answers; undefined where it was not started.
 * @throws what `start` throws; a shortage only where nothing of ours is left to wait for.
 */
export async function whenThereIsRoom<T>(
  start: () => Promise<T>,
  ...signals: readonly (AbortSignal | undefined)[]
): Promise<T | undefined> {
  while (!signals.some((signal) => signal?.aborted === true)) {
    running++;
    try {
      if (process.platform !== "win32") checkFiles();
      const result = await start();
      running--;
      callNext();
      return result;
    } catch (error) {
      running--;
      if (!isShortage(error) || running === 0) {
        callNext();
        throw error;
      }
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  callNext();
  return undefined;
}

/** Node.js never closes the pipes of a process that it could not start for want of files: so it does not come to that. */
function checkFiles(): void {
  const opened: number[] = [];
  try {
    while (opened.length < filesOfStart) opened.push(openSync(devNull, "r"));
  } finally {
    for (const descriptor of opened) closeSync(descriptor);
  }
}

function callNext(): void {
  waiting.shift()?.();
}
