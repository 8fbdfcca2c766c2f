import type { ListedPool, ListedWorker, PoolState } from "../appcmd/answers/pools";
import type { ErrorFields, IisError, Position } from "../errors";
import { poolKey } from "../names";
import type { Impact } from "./assess/impact";
import type { PoolChange } from "./change/change";
import type { UnreadableSetting } from "./change/unreadable";

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

/** A worker process with the state of its pool. */
export interface PoolWorker extends ListedWorker {
  readonly state: PoolState;
}

/** What runs on one host. */
export interface HostWorkers {
  readonly host: string;
  /** Every pool, with its worker processes or without. */
  readonly pools: readonly ListedPool[];
  readonly workers: readonly PoolWorker[];
}

/** The process ids of a pool's worker processes, in ascending order. */
export function pidsOf(workers: readonly ListedWorker[], pool: string): number[] {
  return workers
    .filter((worker) => poolKey(worker.pool) === poolKey(pool))
    .map(({ pid }) => pid)
    .sort((a, b) => a - b);
}
