import { hostError } from "../crash";
import { type FileFault, IisError, messageWithCode } from "../errors";
import { formatFault } from "../pool-file/pool-file";
import type { ErrorReport } from "../report/schema/report";
import { viewError } from "../report/view/view";
import { showHidden } from "../visible-text";
import type { Io } from "./io";

/** The exit codes. */
export const exitCodes = { ok: 0, error: 1, differs: 2, interrupted: 130 } as const;

/** One of {@link exitCodes}. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What each exit code means, in Markdown. The table of docs/administrators/cli.md is made of it (`npm run docs`). */
export const exitMeanings: Readonly<Record<ExitCode, string>> = {
  0: "done",
  1: "an error: a wrong call, a fault in a file, a server that cannot be read or changed",
  2: "differences were found (`drift`, `doctor`, `plan --detailed-exitcode`)",
  130: "interrupted",
};

/** A fault of the input, or the error of a host. */
export type CallProblem = FileFault | IisError;

/** The exit code of a call with these problems: interrupted if one of them is `INTERRUPTED`; `otherwise` if there is none. */
function exitCodeOf(problems: readonly CallProblem[], otherwise: ExitCode = exitCodes.ok): ExitCode {
  if (problems.some((problem) => "code" in problem && problem.code === "INTERRUPTED")) return exitCodes.interrupted;
  return problems.length > 0 ? exitCodes.error : otherwise;
}

/** Why a verb cannot run: every fault of the input, or every error of a host. */
export class Failure extends Error {
  override readonly name = "Failure";

  constructor(readonly problems: readonly CallProblem[]) {
    super(problems.map(problemLine).join("\n"));
  }
}

/** Problems on stderr, a line each: `file:line:column path: message`, or an error's message with its code. */
function printProblems(io: Io, problems: readonly CallProblem[]): void {
  for (const problem of problems) io.stderr.write(`${problemLine(problem)}\n`);
}

/** Prints the problems of a verb that has run, and returns its exit code: that of {@link exitCodeOf}. */
export function concludeWith(io: Io, problems: readonly CallProblem[], otherwise: ExitCode = exitCodes.ok): ExitCode {
  printProblems(io, problems);
  return exitCodeOf(problems, otherwise);
}

function problemLine(problem: CallProblem): string {
  const line = problem instanceof IisError ? errorLine(problem) : formatFault(problem);
  return showHidden(line.replace(/\s*[\r\n]+\s*/g, " "));
}

function errorLine(error: IisError): string {
  return messageWithCode(
    error.code === "NO_APPCMD" ? error.also({ hint: "For iispools: --config-file <file>" }) : error,
  );
}

/**
 * Prints the error of a call to stderr, and with `--format json` also as JSON to stdout, which is empty until then. Returns the
 * exit code.
 */
export function endWithFailure(io: Io, { format }: { readonly format: string }, error: unknown): ExitCode {
  const problems = problemsOf(error);
  printProblems(io, problems);
  if (format === "json") io.stdout.write(failureJson(problems));
  return exitCodeOf(problems);
}

/** The problems of an error, one by one; an unexpected error is `INTERNAL`. */
function problemsOf(error: unknown): readonly CallProblem[] {
  return error instanceof Failure ? error.problems : [hostError(undefined, error)];
}

function failureJson(problems: readonly CallProblem[]): string {
  const errors = problems.map((problem) =>
    problem instanceof IisError
      ? viewError(problem)
      : { code: "INVALID_INPUT", path: problem.path, message: problem.message, ...problem.position },
  );
  const document: ErrorReport = { schema: "iispools.error/1", errors };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
