/** One fault of the input: the property it is about and what is wrong with it, as one sentence that names the remedy. */
export interface Fault {
  /** Dotted path of the property, for example `recycling.periodicRestart.schedule[1]`; empty for the whole input. */
  readonly path: string;
  readonly message: string;
}

/** A place in a file that people wrote: line and column count from 1. */
export interface Position {
  /** The file as it was named, relative to where the program runs. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A fault of a file, with its place where it has one. */
export interface FileFault extends Fault {
  readonly position?: Position;
}

/** Stable codes by which callers tell errors apart. Each is explained in docs/errors.md. */
export type ErrorCode =
  | "NO_APPCMD"
  | "APPCMD_FAILED"
  | "UNREADABLE_OUTPUT"
  | "OUTPUT_TOO_LARGE"
  | "UNSUPPORTED_ATTRIBUTE"
  | "POOL_EXISTS"
  | "POOL_MISSING"
  | "IMPORTED_ELSEWHERE"
  | "POOL_IN_USE"
  | "POOL_STOPPED"
  | "COMMAND_TOO_LONG"
  | "COMMAND_NOT_SAFE"
  | "VERIFY_FAILED"
  | "NOT_RECYCLED"
  | "PROBE_FAILED"
  | "PASSWORD_UNREADABLE"
  | "PLAN_STALE"
  | "PLAN_UNREADABLE"
  | "PLAN_UNTRUSTED"
  | "PLAN_HOLDS_SECRET"
  | "NOT_BEGUN"
  | "NEEDS_FORCE"
  | "INTERRUPTED"
  | "TIMEOUT"
  | "READ_ONLY"
  | "OUT_OF_RESOURCES"
  | "UNEXPECTED"
  | "UNREACHABLE"
  | "AUTH_FAILED"
  | "HOST_KEY_UNKNOWN"
  | "HOST_KEY_MISMATCH";

/**
 * The one error of this package. Its message stands alone: it names the host and the pool, says what is wrong and what
 * to do next. It never holds a secret.
 */
export class IisError extends Error {
  override readonly name = "IisError";

  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
