import type { FileFault, IisError } from "../errors";

/** The exit codes. */
export const exitCodes = { ok: 0, error: 1, differs: 2, skipped: 3, interrupted: 130 } as const;

/** One of {@link exitCodes}. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What each exit code means, in Markdown. The table of docs/administrators/cli.md is made of it (`npm run docs`). */
export const exitMeanings: Readonly<Record<ExitCode, string>> = {
  0: "done",
  1: "an error: a wrong call, a fault in a file, a server that cannot be read or changed",
  2: "differences were found (`drift`, `compare`, `doctor`, `agent`; `plan` and `merge` with `--detailed-exitcode`)",
  3: "done, but unreachable servers were skipped (`--skip-unreachable`)",
  130: "interrupted",
};

/** A fault of the input, or the error of a host. */
export type CallProblem = FileFault | IisError;

/** The exit code of a call with these problems: interrupted if one of them is `INTERRUPTED`; `otherwise` if there is none. */
export function exitCodeOf(problems: readonly CallProblem[], otherwise: ExitCode = exitCodes.ok): ExitCode {
  if (problems.some((problem) => "code" in problem && problem.code === "INTERRUPTED")) return exitCodes.interrupted;
  return problems.length > 0 ? exitCodes.error : otherwise;
}
