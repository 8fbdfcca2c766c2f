import {
  appcmdExitCodes,
  failureMessage,
  isCutShort,
  shownText,
  verdictOf,
  type Verdict,
} from "../../appcmd/answers/result";
import { type Command, showCommand } from "../../appcmd/argument";
import { codeOf } from "../../appcmd/exit-codes";
import { knownFailure } from "../../appcmd/known-failures";
import type { ErrorCode } from "../../error-codes";
import { IisError } from "../../errors";
import type { PoolChange } from "../../plan/change/change";
import { packCommands } from "../../plan/commands/pack-commands";
import { planChanges } from "../../plan/commands/plan-changes";
import { shorten } from "../../text";
import { maxOutputBytes } from "../../transport/command-output";
import type { ExecResult, Transport } from "../../transport/transport";

/** The delays before further attempts, in milliseconds: about ten seconds in all. */
const delays = [100, 200, 400, 800, 1600, 3200, 3200];

/** The attempts of one operation: each may wait, until there are no more. */
export class Attempts {
  #next = 0;

  constructor(private readonly sleep: (ms: number) => Promise<void> = sleepFor) {}

  /** Waits for the next attempt; false if there are no more. */
  async another(): Promise<boolean> {
    const delay = delays[this.#next++];
    if (delay === undefined) return false;
    await this.sleep(delay);
    return true;
  }
}

function sleepFor(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** The answer to one command, with its verdict. */
export interface Answer {
  readonly verdict: Verdict;
  /** See {@link codeOf}. */
  readonly exitCode: number;
  readonly stdout: string;
  /** The code page in which it was read; absent for UTF-8. */
  readonly codePage?: number;
  /** Whether it may have taken effect, or may still do so: the connection broke, it timed out, or it was ended. */
  readonly isLost: boolean;
  /** appcmd's message with the command, in one line and without secrets; empty unless it failed. */
  readonly message: string;
  /** For a failure. */
  readonly code: ErrorCode;
  /** What to do, if the transport knows it. */
  readonly hint?: string;
}

/** The maximum length of a command in a message, in characters. */
const longestCommand = 400;

/** How a command without an exit code ended, in words. */
const endings: Readonly<Record<NonNullable<ExecResult["ended"]>, string>> = {
  timeout: "ended by timeout",
  signal: "ended by signal",
  overflow: `ended, because it printed more than ${maxOutputBytes / 2 ** 20} MB`,
  stopped: "ended, because it was interrupted",
  lost: "no answer, because the connection broke",
};

/** Sends one command to the host. @throws IisError `NO_APPCMD` if appcmd cannot be started */
export async function runCommand(transport: Transport, command: Command): Promise<Answer> {
  const { stdout, codePage, ended, failure, ...result } = await transport.exec(command.map(({ text }) => text));
  const exitCode = codeOf(result.exitCode, stdout);
  // It has already used its time: the sender reads the host and decides again.
  const verdict =
    ended === "timeout" || ended === "overflow" ? "failed" : verdictOf(exitCode, stdout, command[0]?.text);
  // A list can be megabytes long, so the message is built only for a failure.
  const message = verdict === "done" ? "" : describeFailure(ended, failure?.reason, exitCode, stdout, command);
  const isLost = ended === "lost" || ended === "timeout" || ended === "overflow";
  const known = ended === undefined && verdict !== "done" ? knownFailure(exitCode)?.code : undefined;
  const code = ended === "overflow" ? "OUTPUT_TOO_LARGE" : (known ?? "APPCMD_FAILED");
  const more = { ...(codePage !== undefined && { codePage }), ...(failure !== undefined && { hint: failure.hint }) };
  return { verdict, exitCode, stdout, message, code, isLost, ...more };
}

function describeFailure(
  ended: ExecResult["ended"],
  said: string | undefined,
  exitCode: number,
  stdout: string,
  command: Command,
): string {
  const reason =
    ended === undefined
      ? failureMessage(exitCode, stdout, command)
      : said === undefined
        ? endings[ended]
        : `no answer: ${shownText(said, command)}`;
  return `${reason} (${shorten(showCommand(command), longestCommand)})`;
}

const tooLargeHint = "Run it on the server to see its output, and check appcmdPath";

/** The error for a command that failed for good. */
export function commandError(transport: Transport, answer: Answer): IisError {
  const { exitCode, stdout, message, code } = answer;
  const isForeign = exitCode === 1 && stdout.trim() !== "" && !stdout.includes("ERROR (");
  const { host } = transport;
  if (code === "OUTPUT_TOO_LARGE")
    return new IisError(code, { host, problem: `appcmd was ${message}`, hint: tooLargeHint });
  const hint = isForeign
    ? "appcmd has no such message. Check that IIS is installed and that appcmdPath is correct"
    : code === "APPCMD_FAILED"
      ? answer.hint
      : knownFailure(exitCode)?.hint[transport.reach ?? "this machine"];
  return new IisError(code, { host, problem: `appcmd failed with ${message}`, hint });
}

/** The exit codes of a command that wrote nothing, because another tool has the file open or changed it. */
const refusedCommits: readonly number[] = [appcmdExitCodes.fileInUse, appcmdExitCodes.fileChanged];

/** The exit codes of a command that wrote nothing, because another tool added or deleted what it is about. */
const outrunCommands: readonly number[] = [appcmdExitCodes.alreadyExists, appcmdExitCodes.noSuchElement];

/** A failure of the commands, and whether the same may succeed later. */
export interface SendFailure {
  readonly error: IisError;
  readonly isTransient: boolean;
  /** Whether it may be carried out nevertheless, possibly a little later. */
  readonly isLost: boolean;
  /** Whether what it adds already exists, or what it changes is gone, and nothing was done: another tool or person was faster. */
  readonly isOutrun: boolean;
}

/**
 * Sends the settings of all changes in the fewest commands; stops at the first failure.
 *
 * @param onSent called after each sent command, whatever its result, except if another tool was faster; with whether the
 *   command may have had an effect: not if its commit was refused because of another tool's.
 * @throws IisError `NO_APPCMD`, and other errors of the transport
 */
export async function sendCommands(
  transport: Transport,
  changes: readonly PoolChange[],
  onSent: (mayHaveEffect: boolean) => void,
): Promise<SendFailure | undefined> {
  try {
    const { maxCommandLength, commandLength } = transport;
    const commands = packCommands(planChanges(changes), maxCommandLength, commandLength);
    for (const [index, command] of commands.entries()) {
      const answer = await runCommand(transport, command);
      const isOutrun = index === 0 && outrunCommands.includes(answer.exitCode);
      if (!isOutrun) onSent(index > 0 || !refusedCommits.includes(answer.exitCode));
      if (answer.verdict !== "done") {
        const isTransient = answer.verdict === "try again" || isCutShort(answer.exitCode, answer.stdout);
        return { error: commandError(transport, answer), isTransient, isLost: answer.isLost, isOutrun };
      }
    }
    return undefined;
  } catch (error) {
    const isOfOne = error instanceof IisError && ["COMMAND_TOO_LONG", "COMMAND_NOT_SAFE"].includes(error.code);
    if (isOfOne) return { error, isTransient: false, isLost: false, isOutrun: false };
    throw error;
  }
}
