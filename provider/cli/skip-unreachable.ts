import type { ErrorCode } from "../error-codes";
import type { IisError } from "../errors";
import type { HostResult } from "../plan/results";
import { listHosts } from "../report/view/list-hosts";
import { plural } from "../text";
import { showHidden } from "../visible-text";
import type { Io } from "./io";
import { concludeWith } from "./failure";
import { type CallProblem, type ExitCode, exitCodes } from "./outcome";

/** Whether a verb continues without unreachable hosts. */
export interface SkipFlags {
  readonly skipUnreachable?: boolean;
}

/**
 * The codes of a host that is unreachable: no SSH server answers there. A host that refuses the login, has another host key, or
 * gives an unreadable answer is reachable: waiting does not repair it.
 */
const unreachableCodes: readonly ErrorCode[] = ["UNREACHABLE"];

/** The hosts of a verb, and those that it skips. */
export interface SplitResults<T> {
  readonly kept: readonly HostResult<T>[];
  /** The errors of the skipped hosts. */
  readonly skipped: readonly IisError[];
  /** The names of all of them, in their order. */
  readonly names: readonly string[];
}

/** With `--skip-unreachable` unreachable hosts are skipped. If no host is reachable, none is: then the network is at fault. */
export function splitUnreachable<T>(
  results: readonly HostResult<T>[],
  { skipUnreachable = false }: SkipFlags,
): SplitResults<T> {
  const isSkipped = (result: HostResult<T>): boolean => !result.ok && unreachableCodes.includes(result.error.code);
  const kept = results.filter((result) => !isSkipped(result));
  const names = results.map(({ host }) => host);
  if (!skipUnreachable || kept.length === 0) return { kept: results, skipped: [], names };
  return { kept, names, skipped: results.flatMap((result) => (!result.ok && isSkipped(result) ? [result.error] : [])) };
}

/** The names of the skipped hosts, for a report. */
export function skippedNames({ skipped }: SplitResults<unknown>): { readonly skipped: readonly string[] } {
  return { skipped: skipped.flatMap(({ host = [] }) => host) };
}

/**
 * Prints the problems and then the skipped hosts. Without other problems the exit code is `skipped` if there are any.
 *
 * @param isShown the report on the terminal has the problems, so they are not printed again
 * @param isSkippedShown the same for the errors of the skipped hosts
 */
export function concludeSplit(
  io: Io,
  { names, skipped }: SplitResults<unknown>,
  problems: readonly CallProblem[],
  otherwise: ExitCode,
  isShown: boolean,
  isSkippedShown = isShown,
): ExitCode {
  if (skipped.length === 0) return concludeWith(io, problems, otherwise, isShown, names);
  concludeWith(io, skipped, exitCodes.ok, isSkippedShown, names);
  const exitCode = concludeWith(io, problems, exitCodes.skipped, isShown, names);
  const of = plural(names.length, "host", "hosts");
  const list = listHosts(
    skipped.flatMap(({ host = [] }) => host),
    names,
  );
  io.stderr.write(`Skipped ${skipped.length} of ${of}, because no connection was possible: ${showHidden(list)}\n`);
  return exitCode;
}
