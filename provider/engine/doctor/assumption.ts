import assumptions from "../../../facts/assumptions.json";

/** One behaviour of appcmd that this package had to decide without full evidence. */
export interface Assumption {
  readonly id: string;
  readonly what: string;
  /** What is expected. */
  readonly value: string;
  /** What else may turn out to be so. */
  readonly others: readonly string[];
  /** The evidence there is, or "assumed". */
  readonly source: string;
}

/** Every entry of facts/assumptions.json, in its order. */
export const allAssumptions: readonly Assumption[] = assumptions;
