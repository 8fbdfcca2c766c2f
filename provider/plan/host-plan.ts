import type { ErrorFields, IisError, Position } from "../errors";
import type { PoolChange } from "./change";
import type { Impact } from "./impact";
import type { UnreadableSetting } from "./unreadable";

/** Why a change is in the plan. */
export type ChangeReason =
  | "declared"
  /** `state: absent`. */
  | "absent"
  /** In no file, and `--prune` was given. */
  | "pruned";

/** One change of a plan with all that is known about it. */
export interface PlannedChange {
  readonly change: PoolChange;
  readonly reason: ChangeReason;
  readonly impact: Impact;
  /** Where the file declares what differs, by the path of the setting; `""` is the pool itself. */
  readonly positions: Readonly<Record<string, Position>>;
}

/** A named reason why a plan requires `--force`: the host, the counts, and what to do. */
export interface Risk extends ErrorFields {
  readonly rule: "many-pools" | "delete" | "stop" | "rename" | "identity";
  /** The pools that it is about. */
  readonly pools: readonly string[];
}

/** When a pool recycles by itself, as it will be after the plan. */
export interface PoolRecycling {
  readonly pool: string;
  /** `periodicRestart.time` in seconds; 0: never. */
  readonly intervalSeconds: number;
  /** `periodicRestart.schedule`, as `hh:mm:ss` of the server's local time. */
  readonly schedule: readonly string[];
}

/** A pool in no file that `--prune` keeps, and why, for people. */
export interface KeptPool {
  readonly pool: string;
  readonly reason: string;
}

/** What is to be done on one host. */
export interface HostPlan {
  readonly host: string;
  /** How many pools the host has. */
  readonly pools: number;
  /** Destructive ones first, then by name. */
  readonly changes: readonly PlannedChange[];
  readonly risks: readonly Risk[];
  /** What cannot be done there: settings that its IIS lacks, a pool to be deleted that applications use. */
  readonly refusals: readonly IisError[];
  /** Empty where nothing is pruned. */
  readonly kept: readonly KeptPool[];
  readonly recycling: readonly PoolRecycling[];
  /** Declared settings that could not be compared; left out where there are none. */
  readonly unreadable?: readonly UnreadableSetting[];
  /** The `appcmd` command lines of the plan, secrets masked. */
  readonly commands: readonly string[];
}

/** A host that was looked at, or could not be. */
export type HostResult<T> =
  | { readonly host: string; readonly ok: true; readonly value: T }
  | { readonly host: string; readonly ok: false; readonly error: IisError };
