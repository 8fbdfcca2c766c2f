import type { ListedPool, ListedWorker } from "../appcmd/answers/pools";
import type { IisError } from "../errors";
import { secondsOfClock } from "../settings/codecs/timespan-text";
import { pidsOf } from "./results";

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
