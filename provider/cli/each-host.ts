import { onEachHost } from "../engine/hosts";
import type { IisError } from "../errors";
import { noPools } from "../plan/change/live-host";
import type { HostResult } from "../plan/results";
import { plural } from "../text";
import type { Io } from "./io";
import { Failure } from "./failure";
import { type Doing, type WorkOutcome, progressOf } from "./progress";

/** What to do on each host, and how to report it. */
export interface HostWork<H, T> {
  readonly doing: Doing;
  readonly work: (host: H) => Promise<T>;
  /** The result in a few words: `14 pools, 3 differ`. */
  readonly summarize: (result: T) => string;
  /** What came of it; default: done. */
  readonly outcomeOf?: (result: T) => WorkOutcome;
}

/**
 * Does the same on every host, some at a time, with lines of progress on stderr. Returns the results in the order of the hosts; an
 * error of one host does not stop the others.
 */
export async function eachHost<H extends { readonly name: string }, T>(
  hosts: readonly H[],
  { parallel }: { readonly parallel: number },
  io: Io,
  { doing, work, summarize, outcomeOf }: HostWork<H, T>,
): Promise<HostResult<T>[]> {
  const progress = progressOf(io, doing, hosts.length);
  try {
    return await onEachHost(hosts, parallel, (host) => progress.on(host.name, () => work(host), summarize, outcomeOf));
  } finally {
    progress.end();
  }
}

/** What is done on hosts that are only read. */
export const reading: Doing = { now: "reading", done: "read" };

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
  if (problems.length > 0) {
    const names = results.map(({ host }) => host);
    throw new Failure(problems, false, names);
  }
  return results.flatMap((result) => (result.ok ? [result.value] : []));
}

/** How many pools a host has: `3 pools`, or `0 pools` and why that is unusual. */
export function countPools(count: number): string {
  return count === 0 ? `0 pools: ${noPools}` : plural(count, "pool", "pools");
}
