import type { ErrorCode } from "./error-codes";

/** One fault of the input: the property, and one sentence with what is wrong and what to do. */
export interface Fault {
  /** Dotted path of the property, for example `recycling.periodicRestart.schedule[1]`; empty for the whole input. */
  readonly path: string;
  readonly message: string;
}

/** A place in a file that people wrote; line and column start at 1. */
export interface Position {
  /** The path as the user gave it, relative to the working directory. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A fault of a file, with its place if known. */
export interface FileFault extends Fault {
  readonly position?: Position;
}

/** Where something is wrong; each part only if it is known. */
export interface ErrorPlace {
  /** The server, as its user names it. */
  readonly host?: string | undefined;
  /** The application pool. */
  readonly pool?: string | undefined;
  /** The dotted path of a setting, `applicationPoolDefaults`, or a file. */
  readonly path?: string | undefined;
}

/** The fields of an error besides its code. No field holds a secret. */
export interface ErrorFields extends ErrorPlace {
  /** What is wrong, without the place: one sentence, no full stop at its end. */
  readonly problem: string;
  /** What to do: one sentence, no full stop at its end. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/** A place for people: `web-01: pool "Shop"`; empty if none is known. */
function describePlace({ host, pool, path }: ErrorPlace): string {
  return [host, pool === undefined ? undefined : `pool "${pool}"`, path]
    .filter((part) => part !== undefined)
    .join(": ");
}

/** The one sentence for people: `where: what is wrong. What to do`. */
export function describeError({ problem, hint, ...place }: ErrorFields): string {
  const where = describePlace(place);
  return `${where === "" ? "" : `${where}: `}${hint === undefined ? problem : joinSentences(problem, hint)}`;
}

/** Joins two sentences. The last one has no full stop; a question keeps its mark. */
export function joinSentences(first: string, second: string): string {
  return `${first}${first.endsWith("?") ? "" : "."} ${second}`;
}

/** The message of an error with its code, which docs/administrators/errors.md explains: `web-01: no answer (UNREACHABLE)`. */
export function messageWithCode({ code, message }: Pick<IisError, "code" | "message">): string {
  return `${message} (${code})`;
}

/**
 * The one error of this package. Its message is complete ({@link describeError}); programs read its fields.
 */
export class IisError extends Error implements ErrorFields {
  override readonly name = "IisError";
  readonly host: string | undefined;
  readonly pool: string | undefined;
  readonly path: string | undefined;
  readonly problem: string;
  readonly hint: string | undefined;

  constructor(
    readonly code: ErrorCode,
    fields: ErrorFields,
  ) {
    super(describeError(fields), fields.cause === undefined ? undefined : { cause: fields.cause });
    ({ host: this.host, pool: this.pool, path: this.path, problem: this.problem, hint: this.hint } = fields);
  }

  /** The same error at this place. If it has another host, pool or path already, its problem names that: `10.0.0.1: no answer`. */
  at(place: ErrorPlace): IisError {
    const { host = this.host, pool = this.pool, path = this.path } = place;
    if (host === this.host && pool === this.pool && path === this.path) return this;
    const other = {
      host: host === this.host ? undefined : this.host,
      pool: pool === this.pool ? undefined : this.pool,
      path: path === this.path ? undefined : this.path,
    };
    const problem = describeError({ ...other, problem: this.problem });
    return new IisError(this.code, { host, pool, path, problem, hint: this.hint, cause: this });
  }

  /** The same error with a fact added to its problem, or a step added to its hint. */
  also({ fact, hint }: { readonly fact?: string; readonly hint?: string }): IisError {
    const problem = fact === undefined ? this.problem : `${this.problem}; ${fact}`;
    return new IisError(this.code, {
      ...this.place,
      problem,
      hint: this.hint !== undefined && hint !== undefined ? joinSentences(this.hint, hint) : (this.hint ?? hint),
      cause: this,
    });
  }

  private get place(): ErrorPlace {
    return { host: this.host, pool: this.pool, path: this.path };
  }
}
