import type { PoolChange } from "./change";
import type { Desired } from "./desired";
import type { ChangeReason } from "./host-plan";

/** One change of a saved plan. */
export interface SavedChange {
  readonly reason: ChangeReason;
  readonly change: PoolChange;
  /** The desired side; omitted for a deletion. */
  readonly desired?: Desired;
}

/** A host of a saved plan. */
export interface SavedHost {
  readonly name: string;
  /** The connection, as in the pool file; it holds no secret. */
  readonly connection: Readonly<Record<string, unknown>>;
  readonly changes: readonly SavedChange[];
}
