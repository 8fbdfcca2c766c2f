import type { IisError } from "../errors";
import type { PlannedChange } from "./host-plan";

/** How an apply ended on one host. */
export interface HostApply {
  readonly host: string;
  /** Changes that were made, and read back. */
  readonly applied: readonly PlannedChange[];
  readonly failed: readonly { readonly change: PlannedChange; readonly error: IisError }[];
  /** Changes that were not begun. */
  readonly remaining: readonly PlannedChange[];
  /** With `--rollback-on-error`: what was taken back, and what could not be. */
  readonly rolledBack?: {
    readonly pools: readonly string[];
    readonly failed: readonly { readonly pool: string; readonly error: IisError }[];
  };
  /** The backup that was made first, and the command that restores it. */
  readonly backup?: { readonly name: string; readonly restore: string };
  readonly warnings: readonly string[];
}
