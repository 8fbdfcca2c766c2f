import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { Client } from "ssh2";
import { authenticate } from "./authenticate";
import type { SshLogin } from "../../connection/login";
import type { RemoteClient } from "../remote/client";
import { runLine } from "./session";

/** A machine with an authenticated connection; its commands are lines for the machine's shell. */
export interface SshClient extends RemoteClient<string> {
  /** Calls back when the machine responds. */
  readonly ping: (answered: () => void) => void;
  /**
   * A connection from this machine to another one. @param end if it is aborted, the connection is abandoned. @throws
   * Error
   */
  forward(host: string, port: number, end: AbortSignal): Promise<Duplex>;
}

/**
 * Logs in to a machine, with one attempt.
 *
 * @param socket leads to the machine, or will. It is destroyed if the attempt fails
 * @param hasLoggedIn whether this login has succeeded before, so that its password is correct
 * @throws LoginFailure with `UNREACHABLE`, `HOST_KEY_UNKNOWN`, `HOST_KEY_MISMATCH`, `AUTH_FAILED`, `INTERRUPTED`
 */
export async function logIn(
  login: SshLogin,
  socket: Duplex,
  signal: AbortSignal,
  hasLoggedIn: boolean,
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
    await authenticate(client, login, socket, signal, hasLoggedIn);
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
    // Every server responds to this request, if only with a refusal.
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
