const tails = new Map<string, Promise<unknown>>();

/**
 * Runs the task when every earlier task of the same key has ended: one writer a host in this process. A task that fails
 * does not hold up the next.
 */
export function inHostQueue<T>(key: string, task: () => Promise<T>): Promise<T> {
  const earlier = tails.get(key) ?? Promise.resolve();
  const run = earlier.then(task, task);
  const tail = run.catch(() => undefined);
  tails.set(key, tail);
  void tail.then(() => {
    if (tails.get(key) === tail) tails.delete(key);
  });
  return run;
}

/** The outcome of one process: success and failure have the same shape. */
export interface ExecResult {
  /** The full 32-bit exit code as Windows has it; -1 where the process ended without one (killed, timed out). */
  readonly exitCode: number;
  /** Everything that was printed. */
  readonly stdout: string;
  /** The code page in which that was read, where it was no UTF-8. */
  readonly codePage?: number;
  /**
   * Why there is no exit code. `overflow`: it printed more than `maxOutputBytes`, of which nothing is kept. `stopped`: the
   * caller had it ended. `lost`: the connection broke after the command was sent,
   * or the caller gave it up on another machine, so that nobody knows whether it ran, or runs still.
   */
  readonly ended?: "timeout" | "signal" | "overflow" | "stopped" | "lost";
}

/** How a command line reaches a host's appcmd. */
export interface Transport {
  /** The host as people know it, for messages. */
  readonly host: string;
  /** The same for two transports that reach the same configuration: writes to it are queued. */
  readonly key: string;
  /** The longest command line that it carries, in characters, without the program. */
  readonly maxCommandLength: number;
  /**
   * The length of arguments by the measure of `maxCommandLength`: of all, it is the sum of that of its parts. Left out:
   * their length in a command line of CreateProcess.
   */
  readonly commandLength?: (argumentsOfCommand: readonly string[]) => number;
  /**
   * Runs appcmd with these arguments. Rejects only where appcmd cannot be started at all (`NO_APPCMD`; over SSH
   * `UNREACHABLE`, `AUTH_FAILED`, `HOST_KEY_UNKNOWN`, `HOST_KEY_MISMATCH`), and where the code page of a listing is unknown,
   * or lacks a character of a pool's name (`UNREADABLE_OUTPUT`).
   *
   * @param signal aborted: what was not sent yet, is not (`INTERRUPTED`). What was sent is waited for.
   * @param end if it is aborted: the same, and a sent command is ended too, without an exit code; it may have taken effect.
   */
  exec(argumentsOfCommand: readonly string[], signal?: AbortSignal, end?: AbortSignal): Promise<ExecResult>;
}
