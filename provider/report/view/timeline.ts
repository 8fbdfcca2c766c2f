import type { PoolRecycling } from "../../plan/results";
import { secondsOfClock } from "../../settings/codecs/timespan-text";

/** Seconds of a day. */
export const daySeconds = 86_400;

/** The number of days for which an interval is shown. */
export const timelineDays = 7;

/** More than this many pools of a host within {@link crowdSeconds} are a collision. */
export const crowdPools = 3;

/** The window in which pools that recycle one after the other count as together, in seconds. */
export const crowdSeconds = 300;

/** Shorter intervals are shown as a band over the whole day instead of marks, in seconds. */
export const bandSeconds = 3600;

/** When a pool recycles, on a clock of 24 hours. */
export interface PoolTimeline {
  readonly pool: string;
  /** Seconds since midnight at which it recycles every day, ascending. */
  readonly schedule: readonly number[];
  /** `periodicRestart.time` in seconds; 0: never. */
  readonly intervalSeconds: number;
  /**
   * The times of the interval on each day of a week if the worker process started at midnight before day 0, in seconds
   * since midnight. The real start is not known, so all times shift together. Empty for a band.
   */
  readonly drift: readonly { readonly day: number; readonly second: number }[];
}

/** Pools of one host that recycle by schedule at the same time, or shortly after each other. */
export interface Collision {
  readonly kind: "same minute" | "crowded";
  /** Seconds since midnight of the first; if the last is after midnight, it is the smaller number. */
  readonly from: number;
  readonly to: number;
  readonly pools: readonly string[];
}

/** When the pools of one host recycle automatically. */
export interface HostTimeline {
  readonly host: string;
  /** Pools that recycle automatically, in the given order. */
  readonly pools: readonly PoolTimeline[];
  /** Pools that never do. */
  readonly never: readonly string[];
  readonly collisions: readonly Collision[];
}

/**
 * When the pools of a host recycle automatically, and their collisions. Intervals have no collisions, because their
 * start is not known.
 */
export function timelineOf(host: string, recycling: readonly PoolRecycling[]): HostTimeline {
  const pools = recycling.map(poolTimeline);
  const recycles = ({ schedule, intervalSeconds }: PoolTimeline): boolean => schedule.length > 0 || intervalSeconds > 0;
  return {
    ...{ host, pools: pools.filter(recycles), never: pools.filter((one) => !recycles(one)).map(({ pool }) => pool) },
    collisions: findCollisions(pools),
  };
}

function poolTimeline({ pool, intervalSeconds, schedule }: PoolRecycling): PoolTimeline {
  const seconds = schedule.map(secondsOfClock).filter((second) => second !== undefined && second < daySeconds);
  const sorted = [...new Set(seconds as number[])].sort((a, b) => a - b);
  return { pool, schedule: sorted, intervalSeconds, drift: driftOf(intervalSeconds) };
}

/** An interval that divides a day has the same times every day: then there is only day 0. */
function driftOf(interval: number): PoolTimeline["drift"] {
  if (interval < bandSeconds) return [];
  const end = daySeconds * (daySeconds % interval === 0 ? 1 : timelineDays);
  const marks: { day: number; second: number }[] = [];
  for (let at = interval; at <= end; at += interval) {
    marks.push({ day: Math.floor((at - 1) / daySeconds), second: at % daySeconds });
  }
  return marks;
}

interface Restart {
  readonly second: number;
  readonly pool: string;
}

function findCollisions(pools: readonly PoolTimeline[]): Collision[] {
  const restarts = pools
    .flatMap(({ pool, schedule }) => schedule.map((second): Restart => ({ second, pool })))
    .sort((a, b) => a.second - b.second);
  const minutes = Map.groupBy(restarts, minuteOf);
  const same = [...minutes.values()].filter((of) => poolsOf(of).length > 1).map((of) => collisionOf("same minute", of));
  const crowds = findCrowds(restarts)
    .filter((of) => new Set(of.map(minuteOf)).size > 1)
    .map((of) => collisionOf("crowded", of));
  return [...same, ...crowds].sort((a, b) => a.from - b.from || (a.kind < b.kind ? 1 : -1));
}

/**
 * Every window of {@link crowdSeconds} that begins with a restart and contains too many pools, joined with overlapping
 * ones. The day is circular: a window continues after midnight. One pass, because a host may have thousands of
 * restarts.
 */
function findCrowds(restarts: readonly Restart[]): (readonly Restart[])[] {
  const count = restarts.length;
  const ring = [...restarts, ...restarts.map(({ second, pool }) => ({ second: second + daySeconds, pool }))];
  const inside = new Map<string, number>();
  const windows: { first: number; end: number }[] = [];
  let end = 0;
  for (const [first, { second, pool }] of restarts.entries()) {
    for (let next = ring[end]; next !== undefined && next.second - second < crowdSeconds; next = ring[++end]) {
      if (end >= first + count) break;
      inside.set(next.pool, (inside.get(next.pool) ?? 0) + 1);
    }
    const before = windows.at(-1);
    if (inside.size > crowdPools) {
      if (before !== undefined && before.end > first) before.end = end;
      else windows.push({ first, end });
    }
    const left = (inside.get(pool) ?? 0) - 1;
    if (left === 0) inside.delete(pool);
    else inside.set(pool, left);
  }
  return joinOverMidnight(windows, count).map(({ first, end }) => ring.slice(first, Math.min(end, first + count)));
}

function joinOverMidnight(windows: readonly { first: number; end: number }[], count: number): typeof windows {
  const [head, ...others] = windows;
  const tail = others.at(-1);
  if (head === undefined || tail === undefined || tail.end - count <= head.first) return windows;
  return [...others.slice(0, -1), { first: tail.first, end: Math.max(tail.end, head.end + count) }];
}

function minuteOf({ second }: Restart): number {
  return Math.floor((second % daySeconds) / 60);
}

function collisionOf(kind: Collision["kind"], restarts: readonly Restart[]): Collision {
  const [first] = restarts;
  const last = restarts.at(-1);
  return {
    ...{ kind, pools: poolsOf(restarts) },
    from: (first?.second ?? 0) % daySeconds,
    to: (last?.second ?? 0) % daySeconds,
  };
}

function poolsOf(restarts: readonly Restart[]): string[] {
  return [...new Set(restarts.map(({ pool }) => pool))];
}
