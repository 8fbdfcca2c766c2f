import { hostError } from "../crash";
import { onEachHost } from "../engine/hosts";
import type { IisError } from "../errors";
import { noPools } from "../plan/change/live-host";
import type { HostResult } from "../plan/results";
import { plural } from "../text";
import { showHidden } from "../visible-text";
import type { Io } from "./io";
import { Failure } from "./failure";

/** What to do on each host, and how to report it. */
export interface HostWork<H, T> {
  /** `reading`, for the line of progress. */
  readonly doing: string;
  readonly work: (host: H) => Promise<T>;
  /** The result in a few words: `14 pools, 3 differ`. */
  readonly summarize: (result: T) => string;
}

/**
 * Does the same on every host, some at a time, with a line of progress on stderr for each. Returns the results in the order of
 * the hosts; an error of one host does not stop the others.
 */
export function eachHost<H extends { readonly name: string }, T>(
  hosts: readonly H[],
  { parallel }: { readonly parallel: number },
  io: Io,
  { doing, work, summarize }: HostWork<H, T>,
): Promise<HostResult<T>[]> {
  const isAlone = hosts.length === 1 || parallel === 1;
  return onEachHost(hosts, parallel, (host) =>
    withProgress(io, { host: host.name, doing, isAlone }, () => work(host), summarize),
  );
}

/**
 * Does something on one host, with a line of progress on stderr: `web-01 reading… 14 pools, 3 differ (1.2 s)`. If `isAlone`, the
 * line begins at once; lines of several hosts are written whole.
 *
 * @throws IisError
 */
export async function withProgress<T>(
  io: Io,
  { host, doing, isAlone }: { readonly host: string; readonly doing: string; readonly isAlone: boolean },
  work: () => Promise<T>,
  summarize: (result: T) => string,
): Promise<T> {
  const start = process.uptime();
  const head = `${showHidden(host)} ${doing}… `;
  if (isAlone) io.stderr.write(head);
  const end = (what: string): void => {
    const seconds = (process.uptime() - start).toFixed(1);
    io.stderr.write(`${isAlone ? "" : head}${what} (${seconds} s)\n`);
  };
  try {
    const result = await work();
    end(summarize(result));
    return result;
  } catch (error) {
    end("failed");
    throw hostError(host, error);
  }
}

/** The errors of hosts, and those within the results of the others. */
export function errorsOf<T>(
  results: readonly HostResult<T>[],
  errorsIn: (value: T) => readonly IisError[] = () => [],
): IisError[] {
  return results.flatMap((result) => (result.ok ? errorsIn(result.value) : [result.error]));
}

/** The results of all hosts. @throws Failure with the errors and refusals of all hosts, if there are any */
export function allOrFail<T>(results: readonly HostResult<T>[], refusalsOf: (value: T) => readonly IisError[]): T[] {
  const problems = errorsOf(results, refusalsOf);
  if (problems.length > 0) throw new Failure(problems);
  return results.flatMap((result) => (result.ok ? [result.value] : []));
}

/** How many pools a host has: `3 pools`, or `0 pools` and why that is unusual. */
export function countPools(count: number): string {
  return count === 0 ? `0 pools: ${noPools}` : plural(count, "pool", "pools");
}
