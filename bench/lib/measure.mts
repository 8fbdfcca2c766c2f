// How the benches measure: seconds of work in this process, and processes of Node.
import { spawnSync, type SpawnSyncOptionsWithStringEncoding } from "node:child_process";

/** Prints one line or more of a result. */
export type Say = (text: string) => void;

/** Prints to standard output. */
export const print: Say = (text) => void process.stdout.write(`${text}\n`);

/** The seconds that the work takes. */
export async function secondsOf(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** What Node prints with these arguments. @throws its errors, if it exits with another code than 0 */
export function runNode(
  args: readonly string[],
  options: Omit<SpawnSyncOptionsWithStringEncoding, "encoding"> = {},
): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { ...options, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/** Does the work so often, one after the other, and returns the results. */
export async function repeat<T>(runs: number, work: (run: number) => T | Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let run = 0; run < runs; run++) results.push(await work(run));
  return results;
}
