import { connect as connectSocket } from "node:net";
import type { Duplex } from "node:stream";
import type { SshClient } from "./client";
import { SshDialler } from "./dialler";
import { connectionFailure, interrupted, unreachable } from "./errors";
import { digestOf, type SshLogin } from "../../connection/login";
import type { SshAnswer } from "./session";

/** OpenSSH allows 10 sessions on a connection (`MaxSessions`); two are kept free for others. */
const mostSessions = 8;
/** A machine that does not respond to four pings in a row is considered unreachable. */
const pingMs = 15_000;
const mostUnanswered = 4;

interface Opening {
  readonly client: Promise<SshClient>;
  readonly abort: AbortController;
  waiting: number;
}

/**
 * The connection to a machine: opened for the first command, kept open for all others, and reopened after it broke. It
 * keeps this process alive only while a command runs on it.
 */
export class SshConnection {
  #client: SshClient | undefined;
  readonly #dialler: SshDialler;
  #opening: Opening | undefined;
  #users = 0;
  #sessions = 0;
  #limit = mostSessions;
  readonly #queue: (() => void)[] = [];

  /** @param through the machine on the way there, if any. */
  constructor(
    readonly login: SshLogin,
    readonly through: SshConnection | undefined,
  ) {
    this.#dialler = new SshDialler(login, (signal) => this.#reach(signal));
  }

  /**
   * Runs one line in the machine's shell.
   *
   * @param signal if it is aborted, a line that is not sent yet is not sent (`INTERRUPTED`); a sent line is waited for
   * @param end if it is aborted: the same, and a sent command is abandoned; its result is unknown (`lost`)
   * @throws IisError `UNREACHABLE`, `AUTH_FAILED`, `HOST_KEY_UNKNOWN`, `HOST_KEY_MISMATCH`, `INTERRUPTED`, `NO_APPCMD`
   */
  async run(line: string, timeoutMs: number, signal?: AbortSignal, end?: AbortSignal): Promise<SshAnswer> {
    this.hold();
    try {
      for (;;) {
        await this.#takeTurn(signal, end);
        try {
          const client = await this.open(signal);
          if (end?.aborted === true) throw interrupted(this.login);
          const outcome = await client.run(line, timeoutMs, end);
          if (outcome.kind === "ended") this.#dialler.noteAnswer();
          if (outcome.kind === "not sent") this.#forget(client);
          else if (outcome.kind !== "no session") return outcome;
          else if (this.#sessions > 1) this.#limit = this.#sessions - 1;
          else throw unreachable(this.login, "it does not open a session (MaxSessions in its sshd_config)");
        } finally {
          this.#sessions--;
          this.#queue.shift()?.();
        }
      }
    } finally {
      this.release();
    }
  }

  async #takeTurn(...signals: readonly (AbortSignal | undefined)[]): Promise<void> {
    while (this.#sessions >= this.#limit) await new Promise<void>((resolve) => this.#queue.push(resolve));
    if (signals.some((signal) => signal?.aborted === true)) {
      this.#queue.shift()?.();
      throw interrupted(this.login);
    }
    this.#sessions++;
  }

  /** Keeps this process alive until {@link release}. */
  hold(): void {
    this.through?.hold();
    if (this.#users++ === 0) this.#client?.keepAlive(true);
  }

  release(): void {
    if (--this.#users === 0) this.#client?.keepAlive(false);
    this.through?.release();
  }

  /** The open connection. @throws IisError as {@link run} */
  async open(signal?: AbortSignal): Promise<SshClient> {
    if (this.#client?.isOpen() === true) return this.#client;
    if (this.#client !== undefined) this.#forget(this.#client);
    const opening = (this.#opening ??= this.#begin());
    opening.waiting++;
    try {
      return await unlessAborted(opening.client, signal, this.login);
    } finally {
      if (--opening.waiting === 0) {
        if (this.#opening === opening) this.#opening = undefined;
        opening.abort.abort();
      }
    }
  }

  #begin(): Opening {
    const abort = new AbortController();
    const client = this.#dialler.dial(abort.signal).then((opened) => {
      this.#watch(opened);
      return opened;
    });
    // Callers that wait receive the error; there may be none.
    client.catch(() => undefined);
    return { client, abort, waiting: 0 };
  }

  #watch(client: SshClient): void {
    this.#client = client;
    client.keepAlive(this.#users > 0);
    let unanswered = 0;
    const timer = setInterval(() => {
      if (unanswered++ >= mostUnanswered) client.close();
      else client.ping(() => (unanswered = 0));
    }, pingMs).unref();
    void client.closed.then(() => {
      clearInterval(timer);
      this.#forget(client);
    });
  }

  #forget(client: SshClient): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    this.#dialler.noteEnd();
  }

  async #reach(signal: AbortSignal): Promise<Duplex> {
    const { host, port, dialTimeoutMs } = this.login;
    if (this.through === undefined) return connectSocket({ host, port, noDelay: true, keepAlive: true });
    const proxy = await this.through.open(signal);
    const late = dialTimeoutMs === undefined ? undefined : AbortSignal.timeout(dialTimeoutMs);
    try {
      const way = await proxy.forward(host, port, late === undefined ? signal : AbortSignal.any([signal, late]));
      this.through.#dialler.noteAnswer();
      return way;
    } catch (cause) {
      if (signal.aborted) throw interrupted(this.login);
      const why = late?.aborted ? `no answer within ${Number(dialTimeoutMs) / 1000} s` : (cause as Error).message;
      throw connectionFailure(this.login, new Error(`${this.through.login.host} cannot reach it: ${why}`));
    }
  }

  /** Closes the connection; the next command opens a new one. */
  close(): void {
    const client = this.#client;
    this.#client = undefined;
    client?.close();
  }
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined, login: SshLogin): Promise<T> {
  if (signal === undefined) return work;
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = (): void => {
      reject(interrupted(login));
    };
    signal.addEventListener("abort", onAbort);
    if (signal.aborted) onAbort();
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

const connections = new Map<string, SshConnection>();

/** The shared connection to a machine with this login: one for the whole process. */
export function sharedConnection(login: SshLogin, through?: SshLogin): SshConnection {
  const proxy = through && sharedConnection(through);
  const key = digestOf([login, through ?? {}]);
  const known = connections.get(key) ?? new SshConnection(login, proxy);
  connections.set(key, known);
  return known;
}

/** Closes all open connections of this process, as a test does after each server. @internal */
export function closeConnections(): void {
  for (const connection of connections.values()) connection.close();
}
