/** One thing wrong with a value: where inside it and what, as a sentence without the setting's path. */
export interface ValueProblem {
  /** What to append to the attribute's path: `""`, `[1]` or `.PATH`. */
  readonly subpath: string;
  readonly message: string;
}

/** A value that cannot be read. The message names what is accepted and never repeats a secret. */
export class ValueError extends Error {
  override readonly name = "ValueError";
  /** All problems of the value, at least one; of a list or a map there can be several. */
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

  /** The message with which `read` refuses a value; `undefined` where it takes it. Other errors pass through. */
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
