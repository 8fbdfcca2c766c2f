import type { Client, ClientChannel } from "ssh2";
import { IisError } from "../../errors";
import { CommandOutput } from "../command-output";
import type { RemoteOutcome } from "../remote/client";

const noSession = "it does not open a session (MaxSessions in its sshd_config)";

/**
 * Runs one line in the shell of a machine with an open connection. On Windows its exit code has all 32 bits.
 *
 * @param isClosed whether the connection is closed
 * @param end if it is aborted, the session is closed; a program on Windows may not notice that
 * @throws IisError `NO_APPCMD` if the server does not run commands
 */
export function runLine(
  client: Client,
  line: string,
  timeoutMs: number,
  host: string,
  isClosed: () => boolean,
  end?: AbortSignal,
): Promise<RemoteOutcome> {
  return new Promise((resolve, reject) => {
    let channel: ClientChannel | undefined;
    const output = new CommandOutput(() => {
      answer({ kind: "overflow", ...printed() });
      channel?.close();
    });
    const printed = (): { stdout: Buffer; stderr: Buffer } => ({
      stdout: output.read("stdout"),
      stderr: output.read("stderr"),
    });
    let isOver = false;
    const settle = (): void => {
      isOver = true;
      clearTimeout(timer);
      end?.removeEventListener("abort", giveUp);
    };
    const answer = (outcome: RemoteOutcome): void => {
      settle();
      resolve(outcome);
    };
    const giveUp = (): void => {
      answer({ kind: "lost" });
      channel?.close();
    };
    const timer = setTimeout(() => {
      answer({ kind: "timeout", ...printed() });
      channel?.close();
    }, timeoutMs);
    end?.addEventListener("abort", giveUp);
    const onOpen = (error: (Error & { reason?: unknown }) | undefined, opened: ClientChannel): void => {
      if (error !== undefined) {
        if (typeof error.reason === "number") answer({ kind: "no session", why: noSession });
        else if (isClosed() || error.message !== "Unable to exec") answer({ kind: "lost" });
        else {
          settle();
          reject(new IisError("NO_APPCMD", { host, problem: "its SSH server does not run commands for this user" }));
        }
        return;
      }
      channel = opened;
      // It is always read to its end: ssh2 would keep unread data.
      for (const [stream, readable] of [
        ["stdout", opened],
        ["stderr", opened.stderr],
      ] as const) {
        readable.on("data", (piece: Buffer) => {
          if (!isOver) output.add(stream, piece);
        });
      }
      // It opened after its caller had gone.
      if (isOver) opened.close();
      let exitCode: number | undefined;
      let wasKilled = false;
      opened.on("exit", (code: number | null) => {
        if (code === null) wasKilled = true;
        else exitCode = code >>> 0;
      });
      opened.on("error", () => undefined);
      opened.on("close", () => {
        if (exitCode !== undefined) answer({ kind: "ended", exitCode, ...printed() });
        else if (wasKilled || !isClosed()) answer({ kind: "signal", ...printed() });
        else answer({ kind: "lost" });
      });
      // PowerShell waits for the end of its input.
      opened.end();
    };
    try {
      client.exec(line, onOpen);
    } catch {
      // ssh2's message for a closed connection.
      answer({ kind: "not sent" });
    }
  });
}
