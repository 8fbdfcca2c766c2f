import { type Command, showCommand } from "../appcmd/argument";
import { codeOf } from "../appcmd/passing-answers";
import { failureMessage, judge, type Verdict } from "../appcmd/parse-result";
import type { ErrorCode } from "../error-codes";
import { IisError } from "../errors";
import { shorten } from "../shorten";
import { maxOutputBytes } from "../transport/command-output";
import type { ExecResult, Transport } from "../transport/transport";

/** The answer to one command, judged. */
export interface Answer {
  readonly verdict: Verdict;
  /** See {@link codeOf}. */
  readonly exitCode: number;
  readonly stdout: string;
  /** The code page in which that was read, where it was no UTF-8. */
  readonly codePage?: number;
  /** Whether it may have taken effect, or may still do so: the connection broke, its time was over, or it was ended. */
  readonly isLost: boolean;
  /** appcmd's message with the command, in one line and without secrets; empty unless it failed. */
  readonly message: string;
  /** For a failure. */
  readonly code: ErrorCode;
}

/** The most of a command that a message shows, in characters. */
const longestCommand = 400;

/** How a command without an exit code ended, in words. */
const endings: Readonly<Record<NonNullable<ExecResult["ended"]>, string>> = {
  timeout: "ended by timeout",
  signal: "ended by signal",
  overflow: `ended, as it printed more than ${maxOutputBytes / 2 ** 20} MB`,
  stopped: "ended, as it had to stop",
  lost: "no answer, as the connection broke",
};

/** Sends one command to the host. @throws IisError `NO_APPCMD` where appcmd cannot be started. */
export async function runCommand(transport: Transport, command: Command): Promise<Answer> {
  const { stdout, codePage, ended, ...result } = await transport.exec(command.map(({ text }) => text));
  const exitCode = codeOf(result.exitCode, stdout);
  // It has had its time already: whoever sent it looks at the host and decides anew.
  const verdict = ended === "timeout" || ended === "overflow" ? "failed" : judge(exitCode, stdout, command[0]?.text);
  // What a list prints can be megabytes, so its message is made for a failure only.
  const message = verdict === "done" ? "" : describeFailure(ended, exitCode, stdout, command);
  const isLost = ended === "lost" || ended === "timeout" || ended === "overflow";
  const code = ended === "overflow" ? "OUTPUT_TOO_LARGE" : "APPCMD_FAILED";
  return { verdict, exitCode, stdout, message, code, isLost, ...(codePage !== undefined && { codePage }) };
}

function describeFailure(ended: ExecResult["ended"], exitCode: number, stdout: string, command: Command): string {
  const reason = ended === undefined ? failureMessage(exitCode, stdout, command) : endings[ended];
  return `${reason} (${shorten(showCommand(command), longestCommand)})`;
}

const tooLargeHint = "Run it on the server to see what answers there, and check appcmdPath";

/** The error for a command that failed for good. */
export function commandError(transport: Transport, answer: Answer): IisError {
  const { exitCode, stdout, message, code } = answer;
  const isForeign = exitCode === 1 && stdout.trim() !== "" && !stdout.includes("ERROR (");
  const { host } = transport;
  if (code === "OUTPUT_TOO_LARGE")
    return new IisError(code, { host, problem: `appcmd was ${message}`, hint: tooLargeHint });
  const hint = isForeign
    ? "appcmd has no such message. Check that IIS is installed and that appcmdPath is correct"
    : undefined;
  return new IisError(code, { host, problem: `appcmd failed with ${message}`, hint });
}
