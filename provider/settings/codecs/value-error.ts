import { describeKind, describeOther, describeWrong, type Show, showGiven } from "../../input/wording";
import type { AttributeFacts } from "../attribute-facts";

/** One fault of a value: its place in the value, and a sentence without the setting's path. */
export interface ValueProblem {
  /** What to append to the attribute's path: `""`, `[1]` or `.PATH`. */
  readonly subpath: string;
  readonly message: string;
}

/** A value that cannot be read. The message names what is accepted and never shows a secret. */
export class ValueError extends Error {
  override readonly name = "ValueError";
  /** All problems of the value, at least one; a list or a map can have several. */
  readonly problems: readonly ValueProblem[];

  constructor(
    message: string,
    /** Where the first problem is: `""`, `[1]` or `.PATH`. */
    readonly subpath = "",
    others: readonly ValueProblem[] = [],
  ) {
    super(message);
    this.problems = [{ subpath, message }, ...others];
  }

  /** The message with which `read` refuses a value; `undefined` if `read` accepts it. Other errors pass through. */
  static messageOf(read: () => unknown): string | undefined {
    try {
      read();
      return undefined;
    } catch (error) {
      if (error instanceof ValueError) return error.message;
      throw error;
    }
  }

  /** Throws one error for all `problems`; does nothing when there are none. */
  static throwAll(problems: readonly ValueProblem[]): void {
    const [first, ...others] = problems;
    if (first !== undefined) throw new ValueError(first.message, first.subpath, others);
  }
}

type Secrecy = Pick<AttributeFacts, "secret">;

/** How a fault shows the value of a setting: a secret is never shown. */
export function showOf({ secret }: Secrecy): Show {
  return secret === true ? describeKind : showGiven;
}

/**
 * The error for a setting whose whole value has a wrong type or format.
 *
 * @param what what it must be: `true or false`, or the accepted names
 * @param hint what to do
 */
export function wrongValue(
  facts: Secrecy,
  what: string | readonly string[],
  input: unknown,
  hint?: string,
): ValueError {
  const show = showOf(facts);
  const message = typeof what === "string" ? describeWrong(what, input, show) : describeOther(what, input, show);
  const step = input === null ? "omit the setting to leave it unmanaged" : hint;
  return new ValueError(step === undefined ? message : `${message}; ${step}`);
}
