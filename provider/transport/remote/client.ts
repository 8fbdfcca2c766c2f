import type { ServiceFailure } from "../transport";

/** The result of a command that was sent. */
export type RemoteAnswer =
  | { readonly kind: "ended"; readonly exitCode: number; readonly stdout: Buffer; readonly stderr: Buffer }
  /** It ended without an exit code, took too long, or printed too much. */
  | { readonly kind: "signal" | "timeout" | "overflow"; readonly stdout: Buffer; readonly stderr: Buffer }
  /**
   * The connection broke, the service failed, or the command was abandoned, after it was sent: it may have run, may still run,
   * or may never have started.
   */
  | { readonly kind: "lost"; readonly failure?: ServiceFailure };

/** The result of a command that may not have been started, because the connection is already closed. */
export type SentOrNot = RemoteAnswer | { readonly kind: "not sent" };

/** The result of a command. */
export type RemoteOutcome =
  | SentOrNot
  /** Not started: the server opens no further session on this connection. */
  | { readonly kind: "no session"; readonly why: string };

/** A machine with an authenticated connection. */
export interface RemoteClient<Command, Outcome extends RemoteOutcome = RemoteOutcome> {
  /**
   * Runs a command on the machine.
   *
   * @param end if it is aborted, the command is abandoned
   * @throws LoginFailure if the machine does not accept the login any more: the command was not started
   */
  run(command: Command, timeoutMs: number, end?: AbortSignal): Promise<Outcome>;
  /** Calls back when the machine responds; absent if a silent connection needs no question. */
  readonly ping?: (answered: () => void) => void;
  /** Whether the connection keeps this process alive. */
  keepAlive(keeps: boolean): void;
  /** Whether data can be sent. */
  isOpen(): boolean;
  /** Resolves when the connection is closed. */
  readonly closed: Promise<void>;
  close(): void;
  /** Deletes what the server would keep of this process, and closes the connection; absent if the server keeps nothing. */
  readonly leave?: () => Promise<void>;
}
