import type { RemoteAnswer, RemoteClient } from "./client";
import { Dialler, type Dialling } from "./dialler";
import { interrupted, LoginFailure, unreachable } from "./failures";
import { Turns } from "./turns";

/** A machine that does not respond to four pings in a row is considered unreachable. */
const pingMs = 15_000;
const mostUnanswered = 4;

/** What a kind of connection determines. */
export interface RemoteKind<Client> extends Dialling<Client> {
  /** How many commands may run at a time on one connection. */
  readonly mostSessions: number;
  /** Whether the server keeps something beyond the connection. Default: never. */
  readonly leavesBehind?: () => boolean;
}

/** Another connection that this one needs, and which is kept while this one is in use. */
export interface Carrier {
  hold(): void;
  release(): void;
}

interface Opening<Client> {
  readonly client: Promise<Client>;
  readonly abort: AbortController;
  waiting: number;
}

/**
 * The connection to a machine: opened for the first command, kept open for all others, and reopened after it broke. It
 * keeps this process alive only while a command runs on it.
 */
export class SharedConnection<Command, Client extends RemoteClient<Command>> {
  #client: Client | undefined;
  readonly #dialler: Dialler<Client>;
  #opening: Opening<Client> | undefined;
  #users = 0;
  readonly #turns: Turns;

  /** @param through the machine on the way there, if any. */
  constructor(
    private readonly kind: RemoteKind<Client>,
    private readonly through: Carrier | undefined,
  ) {
    this.#dialler = new Dialler(kind);
    this.#turns = new Turns(kind.mostSessions);
    all.add(this);
  }

  /**
   * Runs a command on the machine.
   *
   * @param timeoutMs for all attempts to send it, without the time for logins
   * @param signal if it is aborted, a command that is not sent yet is not sent (`INTERRUPTED`); a sent one is waited for
   * @param end if it is aborted: the same, and a sent command is abandoned; its result is unknown (`lost`)
   * @throws IisError `UNREACHABLE`, `AUTH_FAILED`, `HOST_KEY_UNKNOWN`, `HOST_KEY_MISMATCH`, `INTERRUPTED`, `NO_APPCMD`
   */
  async run(command: Command, timeoutMs: number, signal?: AbortSignal, end?: AbortSignal): Promise<RemoteAnswer> {
    this.hold();
    const signals = [signal, end].filter((one) => one !== undefined);
    let left = timeoutMs;
    try {
      for (;;) {
        if (!(await this.#turns.take(signals))) throw interrupted(this.kind.login);
        try {
          const client = await this.open(signal);
          if (signals.some(({ aborted }) => aborted)) throw interrupted(this.kind.login);
          const began = performance.now();
          const outcome = await client.run(command, left, end).catch((error: unknown) => {
            throw error instanceof LoginFailure ? this.#dialler.noteFailure(error) : error;
          });
          left -= performance.now() - began;
          if (outcome.kind === "ended") this.noteAnswer();
          if (outcome.kind === "not sent") this.#forget(client);
          else if (outcome.kind !== "no session") return outcome;
          else if (this.#turns.taken > 1) this.#turns.lowerLimit();
          else throw unreachable(this.kind.service, this.kind.login, outcome.why);
        } finally {
          this.#turns.end();
        }
      }
    } finally {
      this.release();
    }
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
  async open(signal?: AbortSignal): Promise<Client> {
    if (this.#client?.isOpen() === true) return this.#client;
    if (this.#client !== undefined) this.#forget(this.#client);
    const opening = (this.#opening ??= this.#begin());
    opening.waiting++;
    try {
      return await unlessAborted(opening.client, signal, this.kind.login);
    } finally {
      if (--opening.waiting === 0) {
        if (this.#opening === opening) this.#opening = undefined;
        opening.abort.abort();
      }
    }
  }

  #begin(): Opening<Client> {
    const abort = new AbortController();
    const client = this.#dialler.dial(abort.signal).then((opened) => {
      this.#watch(opened);
      return opened;
    });
    // Callers that wait receive the error; there may be none.
    client.catch(() => undefined);
    return { client, abort, waiting: 0 };
  }

  #watch(client: Client): void {
    this.#client = client;
    client.keepAlive(this.#users > 0);
    const timer =
      client.ping === undefined
        ? undefined
        : watchSilence(client.ping, () => {
            client.close();
          });
    void client.closed.then(() => {
      clearInterval(timer);
      this.#forget(client);
    });
  }

  #forget(client: Client): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    this.#dialler.noteEnd();
  }

  /** Records that a command, or another machine behind this one, has answered. */
  noteAnswer(): void {
    this.#dialler.noteAnswer();
  }

  /** Deletes what the server would keep of this process; for that a connection that broke is opened again. */
  async leave(late: AbortSignal): Promise<void> {
    if (this.kind.leavesBehind?.() !== true) return;
    this.hold();
    try {
      const client = await this.open(late);
      await client.leave?.();
    } catch {
      // The server deletes it later by itself.
    } finally {
      this.release();
    }
  }

  /** Closes the connection; the next command opens a new one. */
  close(): void {
    const client = this.#client;
    this.#client = undefined;
    client?.close();
  }
}

function watchSilence(ping: (answered: () => void) => void, close: () => void): NodeJS.Timeout {
  let unanswered = 0;
  return setInterval(() => {
    if (unanswered++ >= mostUnanswered) close();
    else ping(() => (unanswered = 0));
  }, pingMs).unref();
}

async function unlessAborted<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  login: { readonly host: string },
): Promise<T> {
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

const all = new Set<{ close(): void; leave(late: AbortSignal): Promise<void> }>();

/** Closes all open connections of this process, as a test does after each server. @internal */
export function closeConnections(): void {
  for (const connection of all) connection.close();
}

/** How long the servers may take to confirm that nothing of this process is left there, in milliseconds. */
const leaveMs = 2000;

/** Closes all open connections of this process at its end. */
export async function leaveConnections(): Promise<void> {
  if (all.size === 0) return;
  const late = AbortSignal.timeout(leaveMs);
  const isLate = new Promise((resolve) => {
    late.addEventListener("abort", resolve);
  });
  await Promise.race([Promise.all([...all].map((connection) => connection.leave(late))), isLate]);
  closeConnections();
}
