import type { PoolChange } from "./change";
import type { Desired } from "./desired";
import type { ChangeReason } from "./host-plan";

/** One change of a saved plan. */
export interface SavedChange {
  readonly reason: ChangeReason;
  readonly change: PoolChange;
  /** What is wanted; left out for a deletion. */
  readonly desired?: Desired;
}

/** A host of a saved plan. */
export interface SavedHost {
  readonly name: string;
  /** How it is reached, as the pool file says; it holds no secret. */
  readonly connection: Readonly<Record<string, unknown>>;
  readonly changes: readonly SavedChange[];
}
