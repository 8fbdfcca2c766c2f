import { IisError } from "../../errors";
import { describeSystemError } from "../../read-file";
import type { WinrmLogin } from "../../connection/winrm-login";
import { CommandOutput } from "../command-output";
import type { RemoteOutcome } from "../remote/client";
import { LoginFailure } from "../remote/failures";
import { type WsmanFault, readId } from "./answer";
import { type Channel, ChannelBroken } from "./channel";
import { isGone, isMissingProgram, isTimeOut, isTooLarge, isUsedUp, refusedRequest } from "./errors";
import type { WinrmCommand, WinrmShell } from "./shell";

/**
 * Runs a command in the shell. A shell that the server has ended is made again, because the server then has not started the
 * command.
 *
 * @throws IisError `NO_APPCMD` if there is no such program, `QUOTA_EXCEEDED`, `COMMAND_TOO_LONG` …
 * @throws LoginFailure if the service does not accept the login any more
 */
export async function runInShell(
  login: WinrmLogin,
  channel: Channel,
  shell: WinrmShell,
  command: WinrmCommand,
  timeoutMs: number,
  end: AbortSignal | undefined,
): Promise<RemoteOutcome> {
  const { host, operationTimeoutMs } = login;
  let commandId: string | undefined;
  let isStarting = false;
  try {
    for (let attempt = 0; commandId === undefined; attempt++) {
      await shell.open(end);
      if (!channel.isOpen()) return { kind: "not sent" };
      isStarting = true;
      const started = await shell.start(command, end);
      isStarting = false;
      if ("body" in started) {
        commandId = readId(started.body, "CommandId");
        if (commandId === undefined) return { kind: "lost" };
      } else if (isTimeOut(started.fault)) {
        return { kind: "lost" };
      } else if (attempt === 0 && (isGone(started.fault) || isUsedUp(started.fault))) {
        if (isUsedUp(started.fault)) await shell.delete();
        shell.forget();
      } else throw refusedCommand(host, started.fault);
    }
  } catch (failure) {
    if (failure instanceof ChannelBroken) return { kind: isStarting ? "lost" : "not sent" };
    throw failure;
  }
  try {
    return await readOutput(shell, commandId, operationTimeoutMs, timeoutMs, end);
  } catch (failure) {
    if (failure instanceof ChannelBroken || failure instanceof LoginFailure) return { kind: "lost" };
    throw failure;
  }
}

function refusedCommand(host: string, fault: WsmanFault): IisError {
  if (isMissingProgram(fault)) {
    const hint = "Check that IIS is installed and that appcmdPath is correct";
    return new IisError("NO_APPCMD", { host, problem: `cannot start appcmd: ${describeSystemError("ENOENT")}`, hint });
  }
  if (isTooLarge(fault)) {
    const hint = 'Raise the limit on the server: winrm set winrm/config @{MaxEnvelopeSizekb="500"}';
    return new IisError("COMMAND_TOO_LONG", { host, problem: "the WinRM service refuses so long a request", hint });
  }
  return refusedRequest(host, fault);
}

/** Reads what a command prints until its end. @throws ChannelBroken, LoginFailure */
async function readOutput(
  shell: WinrmShell,
  commandId: string,
  operationTimeoutMs: number,
  timeoutMs: number,
  end: AbortSignal | undefined,
): Promise<RemoteOutcome> {
  const overflow = { isReached: false };
  const output = new CommandOutput(() => {
    overflow.isReached = true;
  });
  const printed = (): { stdout: Buffer; stderr: Buffer } => ({
    stdout: output.read("stdout"),
    stderr: output.read("stderr"),
  });
  const finish = async (outcome: RemoteOutcome): Promise<RemoteOutcome> => {
    // The result is known; a service that does not answer this ends the shell when it has been idle.
    await shell.terminate(commandId, end).catch(() => undefined);
    return outcome;
  };
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const left = deadline - Date.now();
    if (left <= 0) return finish({ kind: "timeout", ...printed() });
    const received = await shell.receive(commandId, Math.max(1000, Math.min(operationTimeoutMs, left)), end);
    if ("fault" in received) {
      if (isTimeOut(received.fault)) continue;
      if (isGone(received.fault)) shell.forget();
      return { kind: "lost" };
    }
    for (const { stream, bytes } of received.pieces) {
      if (stream === "stdout" || stream === "stderr") output.add(stream, bytes);
    }
    if (overflow.isReached) return finish({ kind: "overflow", ...printed() });
    const { isDone, exitCode } = received;
    if (isDone) {
      return finish(
        exitCode === undefined ? { kind: "signal", ...printed() } : { kind: "ended", exitCode, ...printed() },
      );
    }
  }
}
