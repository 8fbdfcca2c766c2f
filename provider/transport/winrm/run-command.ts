import type { WinrmLogin } from "../../connection/winrm-login";
import { CommandOutput } from "../command-output";
import type { SentOrNot } from "../remote/client";
import { LoginFailure, unreachable } from "../remote/failures";
import { readId } from "./answer";
import { type Channel, ChannelBroken, OutOfTime } from "./channel";
import { winrmService } from "./errors";
import { serviceFailure, isGone, isTimeOut, isUsedUp, refusedCommand } from "./faults";
import { limitsFrom, type RequestLimits, timeLeft } from "./limits";
import type { WinrmCommand, WinrmShell } from "./shell";

/** How long a server may take to end a command or to delete a shell, after the time of the command, in milliseconds. */
export const leaveMs = 10_000;
/** A wait for output that would be shorter is not begun, in milliseconds. */
const shortestWaitMs = 1000;

/**
 * Runs a command in the shell. A shell that the server has ended is made again, because the server then has not started the
 * command.
 *
 * @param timeoutMs for everything: a new shell, the start, the output, and logins in between
 * @throws IisError `NO_APPCMD` if there is no such program, `QUOTA_EXCEEDED`, `COMMAND_TOO_LONG` …
 * @throws LoginFailure if the service does not accept the login any more, or is silent before it has a shell
 */
export async function runInShell(
  login: WinrmLogin,
  channel: Channel,
  shell: WinrmShell,
  command: WinrmCommand,
  timeoutMs: number,
  end: AbortSignal | undefined,
): Promise<SentOrNot> {
  const limits = limitsFrom(timeoutMs, end);
  let commandId: string | undefined;
  let isStarting = false;
  try {
    for (let attempt = 0; commandId === undefined; attempt++) {
      await shell.open(limits);
      if (!channel.isOpen()) return { kind: "not sent" };
      isStarting = true;
      const started = await shell.start(command, limits);
      isStarting = false;
      if ("body" in started) {
        commandId = readId(started.body, "CommandId");
        if (commandId === undefined) return { kind: "lost" };
      } else if (attempt === 0 && (isGone(started.fault) || isUsedUp(started.fault))) {
        if (isUsedUp(started.fault)) await shell.delete(limits);
        shell.forget();
      } else {
        const refused = refusedCommand(login.host, started.fault);
        if (refused !== undefined) throw refused;
        return { kind: "lost", failure: serviceFailure(started.fault) };
      }
    }
  } catch (failure) {
    if (!(failure instanceof ChannelBroken)) throw failure;
    if (isStarting) return unknownAfter(failure);
    if (!(failure instanceof OutOfTime)) return { kind: "not sent" };
    throw new LoginFailure(unreachable(winrmService, login, "no answer within the time of a command"), "later");
  }
  try {
    return await readOutput(shell, commandId, limits);
  } catch (failure) {
    if (failure instanceof ChannelBroken || failure instanceof LoginFailure) return unknownAfter(failure);
    throw failure;
  }
}

function unknownAfter(failure: ChannelBroken | LoginFailure): SentOrNot {
  if (!(failure instanceof OutOfTime)) return { kind: "lost" };
  return { kind: "timeout", stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
}

/** Reads what a command prints until its end. @throws ChannelBroken, LoginFailure */
async function readOutput(shell: WinrmShell, commandId: string, limits: RequestLimits): Promise<SentOrNot> {
  const overflow = { isReached: false };
  const output = new CommandOutput(() => {
    overflow.isReached = true;
  });
  const printed = (): { stdout: Buffer; stderr: Buffer } => ({
    stdout: output.read("stdout"),
    stderr: output.read("stderr"),
  });
  const finish = async (outcome: SentOrNot): Promise<SentOrNot> => {
    // The result is known; a service that does not answer this ends the shell when it has been idle.
    await shell.terminate(commandId, limitsFrom(leaveMs, limits.end)).catch(() => undefined);
    return outcome;
  };
  for (;;) {
    if (timeLeft(limits) < shortestWaitMs) return finish({ kind: "timeout", ...printed() });
    const received = await shell.receive(commandId, limits);
    if ("fault" in received) {
      if (isTimeOut(received.fault)) continue;
      if (!isGone(received.fault)) return finish({ kind: "lost", failure: serviceFailure(received.fault) });
      shell.forget();
      return { kind: "lost" };
    }
    for (const { stream, bytes } of received.pieces) output.add(stream, bytes);
    if (overflow.isReached) return finish({ kind: "overflow", ...printed() });
    const { isDone, exitCode } = received;
    if (isDone) {
      return finish(
        exitCode === undefined ? { kind: "signal", ...printed() } : { kind: "ended", exitCode, ...printed() },
      );
    }
  }
}
