import type { ListedPool, ListedWorker } from "../appcmd/answers/pools";
import type { IisError } from "../errors";
import { secondsOfClock } from "../settings/codecs/timespan-text";
import { pidsOf } from "./results";

/** What an application answered that was asked after its pool recycled. */
export interface ProbeAnswer {
  readonly url: string;
  /** Whether it has the status that was asked for, in time. */
  readonly ok: boolean;
  /** The HTTP status; left out where none came. */
  readonly status?: number;
  /** Until the answer had come to its end, or there was none, in milliseconds. */
  readonly ms: number;
  /** What is wrong, for people; left out where nothing is. */
  readonly problem?: string;
}

/** How the old worker processes of a pool were replaced. */
export interface HandOver {
  readonly oldPids: readonly number[];
  /** Worker processes that were not there before. */
  readonly newPids: readonly number[];
  /** Those of the old ones that are there still. */
  readonly drainingPids: readonly number[];
}

/** How recycling one pool ended. */
export interface PoolRecycle extends HandOver {
  readonly pool: string;
  readonly outcome:
    | "recycled"
    /** Recycled, and old worker processes still finish what they have begun. */
    | "draining"
    /** Nothing was sent, as there was nothing to recycle. */
    | "no worker process"
    | "not begun"
    | "failed";
  /** Whether new worker processes start before the old ones end (`recycling.disallowOverlappingRotation` is false). */
  readonly isOverlapped: boolean;
  /** `processModel.shutdownTimeLimit` in seconds: how long an old worker process may take. */
  readonly shutdownTimeLimit: number;
  /** From the command until the old ones were seen to be gone, or until the last look, in milliseconds. */
  readonly ms?: number;
  readonly probe?: ProbeAnswer;
  readonly error?: IisError;
}

/** How recycling ended on one host. */
export interface HostRecycle {
  readonly host: string;
  readonly pools: readonly PoolRecycle[];
}

/** Compares what ran of a pool before with what runs now. */
export function handOver(pool: string, oldPids: readonly number[], now: readonly ListedWorker[]): HandOver {
  const pids = pidsOf(now, pool);
  return {
    oldPids,
    newPids: pids.filter((pid) => !oldPids.includes(pid)),
    drainingPids: pids.filter((pid) => oldPids.includes(pid)),
  };
}

/** How a pool recycles, by its settings; IIS's own defaults where its appcmd prints none. */
export function recyclingOf({ settings }: ListedPool): Pick<PoolRecycle, "isOverlapped" | "shutdownTimeLimit"> {
  const limit = settings["processModel.shutdownTimeLimit"];
  return {
    isOverlapped: settings["recycling.disallowOverlappingRotation"] !== true,
    shutdownTimeLimit: (typeof limit === "string" ? secondsOfClock(limit) : undefined) ?? 90,
  };
}
