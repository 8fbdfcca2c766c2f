import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { Client } from "ssh2";
import { authenticate } from "./authenticate";
import type { SshLogin } from "../../connection/login";
import { runLine, type SshOutcome } from "./session";

/** A machine that one is logged in to. */
export interface SshClient {
  /**
   * Runs one line in the machine's shell.
   *
   * @param end aborted: it is given up.
   * @throws IisError `NO_APPCMD` where the server runs no commands at all.
   */
  run(line: string, timeoutMs: number, end?: AbortSignal): Promise<SshOutcome>;
  /** A connection from there to another machine. @param end aborted: it is given up. @throws Error */
  forward(host: string, port: number, end: AbortSignal): Promise<Duplex>;
  /** Calls back when the machine answers. */
  ping(answered: () => void): void;
  /** Whether the connection keeps this process alive. */
  keepAlive(keeps: boolean): void;
  /** Whether something can be sent. */
  isOpen(): boolean;
  /** Settles when the connection is gone. */
  readonly closed: Promise<void>;
  close(): void;
}

/**
 * Logs in to a machine, once.
 *
 * @param socket leads there, or is about to. It is destroyed where the attempt fails.
 * @param wasLetIn whether this login has succeeded before, so that its password is the right one.
 * @throws LoginFailure with `UNREACHABLE`, `HOST_KEY_UNKNOWN`, `HOST_KEY_MISMATCH`, `AUTH_FAILED`, `INTERRUPTED`.
 */
export async function logIn(
  login: SshLogin,
  socket: Duplex,
  signal: AbortSignal,
  wasLetIn: boolean,
): Promise<SshClient> {
  const client = new Client();
  let isClosed = false;
  const closed = new Promise<void>((resolve) => {
    client.once("close", () => {
      isClosed = true;
      resolve();
    });
  });
  try {
    await authenticate(client, login, socket, signal, wasLetIn);
  } catch (error) {
    socket.destroy();
    throw error;
  }
  const isOpen = (): boolean => !isClosed && socket.writable;
  return {
    run: (line, timeoutMs, end) => runLine(client, line, timeoutMs, login.host, () => isClosed, end),
    forward: (host, port, end) =>
      new Promise((resolve, reject) => {
        const giveUp = (): void => {
          reject(end.reason as Error);
        };
        end.addEventListener("abort", giveUp, { once: true });
        client.forwardOut("127.0.0.1", 0, host, port, (error, stream) => {
          end.removeEventListener("abort", giveUp);
          if (error !== undefined) reject(error);
          else if (end.aborted) stream.destroy();
          else resolve(stream);
        });
      }),
    // Every server answers this one, if only that there is nothing to end.
    ping: (answered) => {
      if (isOpen()) client.unforwardIn("127.0.0.1", 1, answered);
    },
    keepAlive: (keeps) => {
      if (!(socket instanceof Socket)) return;
      if (keeps) socket.ref();
      else socket.unref();
    },
    isOpen,
    closed,
    close: () => {
      client.end();
      socket.destroy();
    },
  };
}
