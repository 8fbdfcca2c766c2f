import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { type AuthenticationType, Client, type ParsedKey, utils } from "ssh2";
import { IisError } from "../errors";
import { hostKeyAlgorithms, hostKeyRule, judgeHostKey } from "./host-key";
import {
  connectionFailure,
  LoginFailure,
  nothingToLogInWith,
  refusedLogin,
  unreachable,
  unusableKey,
} from "./ssh-errors";
import type { SshLogin } from "./ssh-login";
import { runLine, type SshOutcome } from "./ssh-session";

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
  /** Settles when the connection is gone. */
  readonly closed: Promise<void>;
  close(): void;
}

/**
 * Logs in to a machine, once.
 *
 * @param socket leads there, or is about to. It is destroyed where the attempt fails.
 * @throws LoginFailure with `UNREACHABLE`, `HOST_KEY_UNKNOWN`, `HOST_KEY_MISMATCH`, `AUTH_FAILED`, `INTERRUPTED`.
 */
export async function logIn(login: SshLogin, socket: Duplex, signal: AbortSignal): Promise<SshClient> {
  const client = new Client();
  let isClosed = false;
  const closed = new Promise<void>((resolve) => {
    client.once("close", () => {
      isClosed = true;
      resolve();
    });
  });
  try {
    await authenticate(client, login, socket, signal);
  } catch (error) {
    socket.destroy();
    throw error;
  }
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
      if (!isClosed && socket.writable) client.unforwardIn("127.0.0.1", 1, answered);
    },
    keepAlive: (keeps) => {
      if (!(socket instanceof Socket)) return;
      if (keeps) socket.ref();
      else socket.unref();
    },
    closed,
    close: () => {
      client.end();
      socket.destroy();
    },
  };
}

function authenticate(client: Client, login: SshLogin, socket: Duplex, signal: AbortSignal): Promise<void> {
  checkPrivateKey(login);
  const methods = methodsOf(login);
  if (methods.length === 0) throw nothingToLogInWith(login);
  const tried: AuthenticationType[] = [];
  const rule = hostKeyRule(login, login);
  const password = login.password?.reveal() ?? "";
  let refused: IisError | undefined;
  let accepted: readonly string[] = [];
  let agentProblem: string | undefined;
  return new Promise((resolve, reject) => {
    const settle = (end: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      client.removeAllListeners("error").removeAllListeners("ready");
      // What goes wrong from now on, the end of the connection tells.
      client.on("error", () => socket.destroy());
      end();
    };
    const fail = (failure: LoginFailure): void => {
      settle(() => {
        reject(failure);
      });
    };
    const onAbort = (): void => {
      fail(new LoginFailure(new IisError("INTERRUPTED", `${login.host}: interrupted while logging in`), false));
    };
    const { dialTimeoutMs } = login;
    const timer =
      dialTimeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            fail(new LoginFailure(unreachable(login, `no answer within ${dialTimeoutMs / 1000} s`), true));
          }, dialTimeoutMs);
    signal.addEventListener("abort", onAbort);
    client.on("ready", () => {
      settle(resolve);
    });
    client.on("close", () => {
      fail(connectionFailure(login, new Error("it was closed while logging in")));
    });
    client.on("keyboard-interactive", (_name, _instructions, _language, prompts, finish) => {
      finish(prompts.map(() => password));
    });
    client.on("error", (error: Error & { level?: string }) => {
      if (refused !== undefined) fail(new LoginFailure(refused, false));
      else if (error.level === "agent") agentProblem = error.message;
      else if (error.level === "client-authentication" || /authentication failures/i.test(error.message)) {
        fail(refusedLogin(login, tried, accepted, agentProblem));
      } else fail(connectionFailure(login, error));
    });
    client.connect({
      sock: socket,
      username: login.user,
      readyTimeout: 0,
      algorithms: { serverHostKey: hostKeyAlgorithms(rule) as never },
      hostVerifier: (key: Buffer) => {
        refused = judgeHostKey(rule, key, login);
        return refused === undefined;
      },
      authHandler: (left, _isPartial, next) => {
        // Before the server has answered an attempt, nobody knows.
        if (Array.isArray(left)) accepted = left;
        const method = methods.find((one) => !tried.includes(one) && isAccepted(one, accepted));
        if (method !== undefined) tried.push(method);
        next(method ?? (false as never));
      },
      ...(login.privateKey !== undefined && { privateKey: login.privateKey.reveal() }),
      ...(login.privateKeyPassword !== undefined && { passphrase: login.privateKeyPassword.reveal() }),
      ...(login.agentSocketPath !== undefined && { agent: login.agentSocketPath }),
      ...(login.password !== undefined && { password, tryKeyboard: true }),
    });
    if (signal.aborted) onAbort();
  });
}

/** A password that was refused is not sent once more as the answer to a question: accounts get locked. */
function isAccepted(method: AuthenticationType, accepted: readonly string[]): boolean {
  if (accepted.length === 0) return true;
  if (method === "keyboard-interactive") return accepted.includes(method) && !accepted.includes("password");
  return accepted.includes(method === "agent" ? "publickey" : method);
}

function methodsOf({ privateKey, agentSocketPath, password }: SshLogin): AuthenticationType[] {
  return [
    ...(privateKey === undefined ? [] : (["publickey"] as const)),
    ...(agentSocketPath === undefined ? [] : (["agent"] as const)),
    ...(password === undefined ? [] : (["password", "keyboard-interactive"] as const)),
  ];
}

/** @throws LoginFailure for a key that cannot be used. */
function checkPrivateKey(login: SshLogin): void {
  if (login.privateKey === undefined) return;
  const { privateKeyPassword } = login;
  const key: ParsedKey | Error = utils.parseKey(login.privateKey.reveal(), privateKeyPassword?.reveal());
  if (key instanceof Error) {
    if (/no passphrase/.test(key.message)) throw unusableKey(login, "encrypted");
    throw unusableKey(login, privateKeyPassword === undefined ? "unreadable" : "wrong passphrase");
  }
  if (!key.isPrivateKey()) throw unusableKey(login, "unreadable");
}
