import { IisError, messageWithCode } from "../errors";
import { hostError } from "../host-error";
import { formatFault } from "../model/format-fault";
import type { ErrorReport } from "../report/report-schema";
import { viewError } from "../report/view-error";
import { showHidden } from "../visible-text";
import { type ExitCode, exitCodeOf, type CallProblem } from "./exit-code";
import type { Io } from "./io";

/** All reasons why a verb cannot run: faults of the input, errors of hosts. */
export class Failure extends Error {
  override readonly name = "Failure";

  constructor(readonly problems: readonly CallProblem[]) {
    super(problems.map(problemLine).join("\n"));
  }
}

/** Problems on stderr, a line each: `file:line:column path: message`, or an error's message with its code. */
export function printProblems(io: Io, problems: readonly CallProblem[]): void {
  for (const problem of problems) io.stderr.write(`${problemLine(problem)}\n`);
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
