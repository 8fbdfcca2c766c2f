import type { Reach } from "../appcmd/known-failures";

const tails = new Map<string, Promise<unknown>>();

/**
 * Runs the task after every earlier task with the same key: this process writes to a host one task at a time. A failed
 * task does not block the next.
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

/** Why a service of a server could not say how a command ended, if it gave a reason. */
export interface ServiceFailure {
  /** Its text may repeat the command with its secrets, and have any length. */
  readonly reason: string;
  /** What to do: one sentence, no full stop at its end. */
  readonly hint: string;
}

/** The outcome of one process: success and failure have the same shape. */
export interface ExecResult {
  /** The full 32-bit exit code of Windows; -1 if the process ended without one (killed, timed out). */
  readonly exitCode: number;
  /** The whole output. */
  readonly stdout: string;
  /** The code page in which the output was read; absent for UTF-8. */
  readonly codePage?: number;
  /**
   * Why there is no exit code. `overflow`: it printed more than `maxOutputBytes`, and the output was dropped.
   * `stopped`: the caller ended it. `lost`: the connection broke after the command was sent, or the caller abandoned it
   * on another machine, so the result is unknown and the command may still run.
   */
  readonly ended?: "timeout" | "signal" | "overflow" | "stopped" | "lost";
  /** Of `lost`: absent if the connection broke. */
  readonly failure?: ServiceFailure;
}

/** How a command line reaches a host's appcmd. */
export interface Transport {
  /** The host's name for people, for messages. */
  readonly host: string;
  /** Where appcmd runs. Default: this machine. */
  readonly reach?: Reach;
  /** What people must know of the way there, one sentence each, for every report. Default: nothing. */
  readonly warnings?: readonly string[];
  /** The folder of Windows where appcmd runs. Default: `C:\Windows`. */
  readonly windowsFolder?: () => Promise<string>;
  /** Equal for two transports to the same configuration: writes to it are queued. */
  readonly key: string;
  /** The maximum command line, in characters, without the program. */
  readonly maxCommandLength: number;
  /**
   * The length of arguments in the units of `maxCommandLength`; the length of a command is the sum of its parts.
   * Default: their length in a command line of CreateProcess.
   */
  readonly commandLength?: (argumentsOfCommand: readonly string[]) => number;
  /**
   * Runs appcmd with these arguments. Rejects only if appcmd cannot be started (`NO_APPCMD`, `IIS_NOT_INSTALLED`,
   * `ONLY_IIS_EXPRESS`, `MANAGEMENT_TOOLS_MISSING`; on a server `UNREACHABLE`, `AUTH_FAILED`, over SSH `HOST_KEY_UNKNOWN`,
   * `HOST_KEY_MISMATCH`, over WinRM `CERTIFICATE_UNTRUSTED`, `QUOTA_EXCEEDED`), or if the code page of a listing is unknown or has no
   * character for a pool's name (`UNREADABLE_OUTPUT`).
   *
   * @param signal if it is aborted, a command that is not sent yet is not sent (`INTERRUPTED`). A sent command is
   *   waited for
   * @param end if it is aborted: the same, and a sent command is ended too, without an exit code; it may have taken
   *   effect
   */
  exec(argumentsOfCommand: readonly string[], signal?: AbortSignal, end?: AbortSignal): Promise<ExecResult>;
}
