import assumptions from "./assumptions.json";

/** One behaviour of appcmd that had to be decided without full evidence. */
export interface Assumption {
  readonly id: string;
  readonly what: string;
  /** What is expected, and what the emulator does. */
  readonly value: string;
  /** What else may turn out to be so. */
  readonly others: readonly string[];
  /** The evidence there is, or "assumed". */
  readonly source: string;
}

/** Every behaviour that was decided, in the order of the file. */
export const allAssumptions: readonly Assumption[] = assumptions;
