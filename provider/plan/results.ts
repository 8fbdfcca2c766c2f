import type { ListedPool, ListedWorker, PoolState } from "../appcmd/answers/pools";
import type { ErrorFields, IisError, Position } from "../errors";
import { poolKey } from "../names";
import { secondsOfClock } from "../settings/codecs/timespan-text";
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

/** One change of a plan with its context. */
export interface PlannedChange {
  readonly change: PoolChange;
  readonly reason: ChangeReason;
  readonly impact: Impact;
  /** The places of the differences in the file, by the path of the setting; `""` is the pool itself. */
  readonly positions: Readonly<Record<string, Position>>;
}

/** A named reason why a plan must be confirmed (`--allow`, `--force`): the host, the counts, and what to do. */
export interface Risk extends ErrorFields {
  readonly rule: "many-pools" | "delete" | "stop" | "rename" | "identity";
  /** The pools of the risk. */
  readonly pools: readonly string[];
}

/** When a pool recycles automatically, after the plan is applied. */
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

/** The plan for one host. */
export interface HostPlan {
  readonly host: string;
  /** The number of pools on the host. */
  readonly pools: number;
  /** Destructive ones first, then by name. */
  readonly changes: readonly PlannedChange[];
  readonly risks: readonly Risk[];
  /**
   * Errors that prevent the plan on this host: settings that its IIS does not have, or a pool to delete that
   * applications use.
   */
  readonly refusals: readonly IisError[];
  /** Empty if nothing is pruned. */
  readonly kept: readonly KeptPool[];
  readonly recycling: readonly PoolRecycling[];
  /** Declared settings that could not be compared; absent if there are none. */
  readonly unreadable?: readonly UnreadableSetting[];
  /** What else people must know of it, one sentence each. Default: nothing. */
  readonly notes?: readonly string[];
  /** The `appcmd` command lines of the plan, secrets masked. */
  readonly commands: readonly string[];
}

/** The result for a host, or its error. */
export type HostResult<T> =
  | { readonly host: string; readonly ok: true; readonly value: T }
  | { readonly host: string; readonly ok: false; readonly error: IisError };

/** The result of an apply on one host. */
export interface HostApply {
  readonly host: string;
  /** Changes that were made and verified. */
  readonly applied: readonly PlannedChange[];
  readonly failed: readonly { readonly change: PlannedChange; readonly error: IisError }[];
  /** Changes that were not started. */
  readonly remaining: readonly PlannedChange[];
  /** With `--rollback-on-error`: the changes that were reverted, and those that could not be. */
  readonly rolledBack?: {
    readonly pools: readonly string[];
    readonly failed: readonly { readonly pool: string; readonly error: IisError }[];
  };
  /** The backup that was made first, the command that restores it, and the one that restores only its pools, if there is one. */
  readonly backup?: { readonly name: string; readonly restore: string; readonly restorePools?: string };
  readonly warnings: readonly string[];
}

/** A worker process with the state of its pool. */
export interface PoolWorker extends ListedWorker {
  readonly state: PoolState;
}

/** The worker processes of one host. */
export interface HostWorkers {
  readonly host: string;
  /** Every pool, with or without worker processes. */
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

/** The answer of an application to a request after its pool recycled. */
export interface ProbeAnswer {
  readonly url: string;
  /** Whether it has the expected status, in time. */
  readonly ok: boolean;
  /** The HTTP status; absent if there was no response. */
  readonly status?: number;
  /** The time until the end of the response, or until the failure, in milliseconds. */
  readonly ms: number;
  /** The problem, for people; absent if there is none. */
  readonly problem?: string;
}

/** How the old worker processes of a pool were replaced. */
export interface HandOver {
  readonly oldPids: readonly number[];
  /** Worker processes that did not exist before. */
  readonly newPids: readonly number[];
  /** The old ones that still exist. */
  readonly drainingPids: readonly number[];
}

/** The result of recycling one pool. */
export interface PoolRecycle extends HandOver {
  readonly pool: string;
  readonly outcome:
    | "recycled"
    /** Recycled, and old worker processes still finish their requests. */
    | "draining"
    /** Nothing was sent, because there was no worker process. */
    | "no worker process"
    | "not begun"
    | "failed";
  /** Whether new worker processes start before the old ones end (`recycling.disallowOverlappingRotation` is false). */
  readonly isOverlapped: boolean;
  /** `processModel.shutdownTimeLimit` in seconds: the maximum time of an old worker process to end. */
  readonly shutdownTimeLimit: number;
  /** The time from the command until the old ones had ended, or until the last read, in milliseconds. */
  readonly ms?: number;
  readonly probe?: ProbeAnswer;
  readonly error?: IisError;
}

/** The result of recycling on one host. */
export interface HostRecycle {
  readonly host: string;
  readonly pools: readonly PoolRecycle[];
}

/** Compares the worker processes of a pool before and now. */
export function handOver(pool: string, oldPids: readonly number[], now: readonly ListedWorker[]): HandOver {
  const pids = pidsOf(now, pool);
  return {
    oldPids,
    newPids: pids.filter((pid) => !oldPids.includes(pid)),
    drainingPids: pids.filter((pid) => oldPids.includes(pid)),
  };
}

/** How a pool recycles, by its settings; with IIS's own defaults for settings that its appcmd does not print. */
export function recyclingOf({ settings }: ListedPool): Pick<PoolRecycle, "isOverlapped" | "shutdownTimeLimit"> {
  const limit = settings["processModel.shutdownTimeLimit"];
  return {
    isOverlapped: settings["recycling.disallowOverlappingRotation"] !== true,
    shutdownTimeLimit: (typeof limit === "string" ? secondsOfClock(limit) : undefined) ?? 90,
  };
}

/** The result of a wave of hosts. */
export interface WaveResult {
  /** As given by the user: `canary:1`. */
  readonly name: string;
  readonly hosts: readonly string[];
  /** `failed`: on one of its hosts, or in its health check. */
  readonly outcome: "passed" | "failed" | "not begun";
  /** Why its health check failed; errors of a host are in its result. */
  readonly problems: readonly IisError[];
  /** The responses to the probes. */
  readonly answers: readonly (ProbeAnswer & { readonly host: string })[];
}
