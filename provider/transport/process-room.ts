import { closeSync, openSync } from "node:fs";
import { devNull } from "node:os";
import { isShortage } from "../crash";

/** How many files are open for a moment while a process with three pipes is started, with some reserve. */
const filesOfStart = 14;

let running = 0;
const waiting: (() => void)[] = [];

/**
 * Starts a process. If this machine has no open file, process or memory left, it is started when another process from
 * here has ended.
 *
 * @param signals if one is aborted, the process is not started
 * @returns the result of `start`; undefined if it was not started
 * @throws the errors of `start`; a shortage only if no other process from here is running
 */
export async function startWithinLimits<T>(
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

/**
 * Node.js never closes the pipes of a process that it could not start because of too many open files, so this is
 * checked before.
 */
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
