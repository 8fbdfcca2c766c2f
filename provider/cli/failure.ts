import { hostError } from "../crash";
import { describeError, IisError, messageWithCode } from "../errors";
import { formatFault } from "../pool-file/pool-file";
import type { ErrorReport } from "../report/schema/report";
import { failureKey, type HostMessage, joinMessages, listHosts } from "../report/view/list-hosts";
import { showHidden } from "../visible-text";
import type { Io } from "./io";
import { type CallProblem, type ExitCode, exitCodeOf, exitCodes } from "./outcome";

/** Why a verb cannot run: every fault of the input, or every error of a host. `isShown`: a report on the terminal has them all. */
export class Failure extends Error {
  override readonly name = "Failure";

  constructor(
    readonly problems: readonly CallProblem[],
    readonly isShown = false,
    /** All hosts of the verb in their order, to shorten lists of hosts. */
    readonly hosts: readonly string[] = [],
  ) {
    super(problems.map(problemLine).join("\n"));
  }
}

/**
 * Problems on stderr, a line each: `file:line:column path: message`, or an error's message with its code. Hosts with the same error are
 * one line.
 */
function printProblems(io: Io, problems: readonly CallProblem[], hosts: readonly string[] = []): void {
  const found = problems.map((problem) => ({ problem, onHost: messageOnHost(problem) }));
  const groups = Map.groupBy(found, ({ problem, onHost }) => (onHost === undefined ? problem : failureKey(onHost)));
  for (const same of groups.values()) {
    const messages = same.flatMap(({ onHost = [] }) => onHost);
    const names = [...new Set(messages.map(({ host }) => host))];
    const [first] = same;
    if (first?.onHost !== undefined && names.length > 1) {
      const text = messageWithCode({ code: first.onHost.code, message: joinMessages(messages) });
      io.stderr.write(`${oneLine(`${listHosts(names, hosts)}: ${text}`)}\n`);
    } else if (first !== undefined) io.stderr.write(`${problemLine(first.problem)}\n`);
  }
}

/** The message of a host's error without the host; undefined for other problems. */
function messageOnHost(problem: CallProblem): (HostMessage & Pick<IisError, "code">) | undefined {
  if (!(problem instanceof IisError) || problem.host === undefined) return undefined;
  const { code, host, pool, path, problem: what, hint } = problem;
  return { code, host, message: describeError({ pool, path, problem: what, hint }) };
}

/**
 * Prints the problems of a verb that has run, and returns its exit code: that of {@link exitCodeOf}.
 *
 * @param isShown the report on the terminal has these problems, so they are not printed again
 * @param hosts all hosts of the verb in their order, to shorten lists of hosts
 */
export function concludeWith(
  io: Io,
  problems: readonly CallProblem[],
  otherwise: ExitCode = exitCodes.ok,
  isShown = false,
  hosts: readonly string[] = [],
): ExitCode {
  if (!isShown) printProblems(io, problems, hosts);
  return exitCodeOf(problems, otherwise);
}

function problemLine(problem: CallProblem): string {
  const line = problem instanceof IisError ? messageWithCode(problem) : formatFault(problem);
  return oneLine(line);
}

function oneLine(text: string): string {
  return showHidden(text.replace(/\s*[\r\n]+\s*/g, " "));
}

/**
 * Prints the error of a call to stderr, and with `--format json` also as JSON to stdout, which is empty until then. Returns the
 * exit code.
 */
export async function endWithFailure(
  io: Io,
  { format }: { readonly format: string },
  error: unknown,
): Promise<ExitCode> {
  const problems = problemsOf(error);
  if (!(error instanceof Failure && error.isShown))
    printProblems(io, problems, error instanceof Failure ? error.hosts : []);
  if (format === "json") io.stdout.write(await failureJson(problems));
  return exitCodeOf(problems);
}

/** The lines that {@link endWithFailure} prints of an error, without those that a report shows. */
export function describeFailure(error: unknown): string[] {
  return problemsOf(error).map(problemLine);
}

/** The problems of an error, one by one; an unexpected error is `INTERNAL`. */
export function problemsOf(error: unknown): readonly CallProblem[] {
  return error instanceof Failure ? error.problems : [hostError(undefined, error)];
}

async function failureJson(problems: readonly CallProblem[]): Promise<string> {
  const { errorJson } = await import("../report/document/error.ts");
  const errors = problems.map((problem) =>
    problem instanceof IisError
      ? errorJson(problem)
      : { code: "INVALID_INPUT", path: problem.path, message: problem.message, ...problem.position },
  );
  const document: ErrorReport = { schema: "iispools.error/1", errors };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
