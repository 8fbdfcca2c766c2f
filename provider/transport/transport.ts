/** The outcome of one process: success and failure have the same shape. */
export interface ExecResult {
  /** The full 32-bit exit code as Windows has it; -1 where the process ended without one (killed, timed out). */
  readonly exitCode: number;
  /** Everything that was printed. */
  readonly stdout: string;
  /** Why the process ended without an exit code of its own. */
  readonly ended?: "timeout" | "signal";
}

/** How a command line reaches a host's appcmd. */
export interface Transport {
  /** The host as people know it, for messages. */
  readonly host: string;
  /** The same for two transports that reach the same configuration: writes to it are queued. */
  readonly key: string;
  /** The longest command line that it carries, in characters, without the program. */
  readonly maxCommandLength: number;
  /** Runs appcmd with these arguments. Rejects only where appcmd cannot be started at all (`NO_APPCMD`). */
  exec(argumentsOfCommand: readonly string[]): Promise<ExecResult>;
}
