import { attributeOf } from "../settings/app-pool-attributes";
import { humanDuration } from "../settings/codecs/timespan-text";
import { describeSetting } from "../settings/value";
import { type LintedPool, paths, type PoolView, recycleReasons } from "./pool-view";
import type { LintRule } from "./rule";

const day = 86_400;

/** KB. A lower limit recycles a worker process that has just started: 200 MB. */
export const lowMemory = 200 * 1024;

/**
 * KB: half of the 4 GB that a 32-bit worker process can address on 64-bit Windows. With a much higher limit, memory
 * fragments make allocations fail before the limit is reached.
 */
export const high32BitMemory = 2 * 1024 ** 2;

/** KB: the maximum that Microsoft documents for a memory limit. */
const highestMemory = 4_294_967;

/** The reasons that no setting makes possible or impossible. IIS 10.0 logs them by default, earlier versions do not. */
const unconditional = ["IsapiUnhealthy", "OnDemand", "ConfigChange"];

/** The pool of a file may be on any version. A pool of a host has environment variables from IIS 10.0 on. */
function mayBeIis10({ pool }: PoolView): boolean {
  return !pool.isEffective || pool.settings[paths.variables] !== undefined;
}

/** Rules for when and how a pool recycles. */
export const recyclingRules: readonly LintRule[] = [
  {
    id: "interval-drifts",
    profile: "recommended",
    severity: "warning",
    doc: "With a recycling interval that is not whole days, the time of day changes each time, also to business hours.",
    link: attributeOf(paths.time).link,
    check: ({ seconds }) => {
      const interval = seconds(paths.time) ?? 0;
      if (interval === 0 || interval % day === 0) return [];
      const times = day / interval;
      const what = Number.isInteger(times)
        ? `recycles ${times} times a day, also in business hours`
        : `is ${humanDuration(Math.min(interval % day, day - (interval % day)))} ${interval % day <= day / 2 ? "later" : "earlier"} each day and so reaches business hours`;
      return [{ path: paths.time, message: `every ${humanDuration(interval)} ${what}; set time: 0s and a schedule` }];
    },
  },
  {
    id: "interval-and-schedule",
    profile: "recommended",
    severity: "warning",
    doc: "With an interval and a schedule, the pool recycles for both.",
    link: attributeOf(paths.schedule).link,
    check: ({ seconds, list }) => {
      const interval = seconds(paths.time) ?? 0;
      const schedule = list(paths.schedule) ?? [];
      if (interval === 0 || schedule.length === 0) return [];
      const message = `recycles every ${humanDuration(interval)} and at ${schedule.join(", ")}; set time: 0s to keep only the schedule`;
      return [{ path: paths.time, message }];
    },
  },
  {
    id: "reasons-not-logged",
    profile: "recommended",
    severity: "warning",
    doc: "A recycle of the pool leaves no event: for a condition that is set, or for a reason that IIS 10.0 logs by default.",
    link: attributeOf(paths.logged).link,
    check: (pool) => {
      const logged = pool.list(paths.logged);
      if (logged === undefined) return [];
      const reasons = [...recycleReasons(pool).map(([flag]) => flag), ...(mayBeIis10(pool) ? unconditional : [])];
      const missing = reasons.filter((flag) => !logged.includes(flag));
      if (missing.length === 0) return [];
      const flags = missing.join(", ");
      return [{ path: paths.logged, message: `recycles for ${flags} leave no event; add ${flags}` }];
    },
  },
  {
    id: "memory-limit-low",
    profile: "recommended",
    severity: "warning",
    doc: "A memory limit below 200 MB recycles a worker process again and again.",
    link: attributeOf(paths.privateMemory).link,
    check: ({ number }) =>
      [paths.memory, paths.privateMemory].flatMap((path) => {
        const limit = number(path) ?? 0;
        if (limit === 0 || limit >= lowMemory) return [];
        return [{ path, message: `${describeSetting(path, limit)} is below 200 MB; raise it, or set 0 for no limit` }];
      }),
  },
  {
    id: "memory-limit-32-bit",
    profile: "recommended",
    severity: "warning",
    doc: "A 32-bit worker process has no address space left before a limit above half of its 4 GB is reached.",
    link: "https://learn.microsoft.com/en-us/windows/win32/memory/memory-limits-for-windows-releases",
    check: ({ number, bool }) => {
      if (bool(paths.is32Bit) !== true) return [];
      return [paths.memory, paths.privateMemory].flatMap((path) => {
        const limit = number(path) ?? 0;
        if (limit <= high32BitMemory) return [];
        const message = `${describeSetting(path, limit)} is above 2 GB, half of what a 32-bit process can address; lower it, or set enable32BitAppOnWin64: false`;
        return [{ path, message }];
      });
    },
  },
  {
    id: "memory-limit-above-maximum",
    profile: "recommended",
    severity: "warning",
    doc: "Microsoft supports memory limits up to 4294967 KB; a larger number was often meant in bytes.",
    link: "https://learn.microsoft.com/en-us/previous-versions/iis/settings-schema/bb386463(v=vs.90)",
    check: ({ number }) =>
      [paths.memory, paths.privateMemory].flatMap((path) => {
        const limit = number(path) ?? 0;
        if (limit <= highestMemory) return [];
        const message = `${describeSetting(path, limit)} is above ${describeSetting(path, highestMemory)}, the supported maximum; lower it, and write the unit if the number was meant in bytes`;
        return [{ path, message }];
      }),
  },
  {
    id: "idle-longer-than-interval",
    profile: "recommended",
    severity: "warning",
    doc: "idleTimeout must be shorter than the recycling interval: IIS 6 replaced both by their defaults, and IIS Manager refuses it.",
    link: "https://learn.microsoft.com/en-us/previous-versions/iis/6.0-sdk/ms525537(v=vs.90)",
    check: ({ seconds }) => {
      const idle = seconds(paths.idleTimeout) ?? 0;
      const interval = seconds(paths.time) ?? 0;
      if (interval === 0 || idle < interval) return [];
      const message = `${humanDuration(idle)} without requests never occur, because the pool recycles every ${humanDuration(interval)}; shorten it, or set idleTimeout: 0s`;
      return [{ path: paths.idleTimeout, message }];
    },
  },
  {
    id: "requests-limit",
    profile: "recommended",
    severity: "warning",
    doc: "A request limit recycles most often when the load is highest.",
    link: attributeOf(paths.requests).link,
    check: ({ number }) => {
      const limit = number(paths.requests) ?? 0;
      if (limit === 0) return [];
      return [
        {
          path: paths.requests,
          message: `recycles after ${limit} requests, earliest under load; set 0 and a schedule`,
        },
      ];
    },
  },
  {
    id: "overlap-disabled",
    profile: "recommended",
    severity: "warning",
    doc: "Without overlap every recycle causes a gap in which requests wait; multiInstance: false is the reason to accept it.",
    link: attributeOf(paths.noOverlap).link,
    check: ({ bool, pool }) => {
      if (bool(paths.noOverlap) !== true || pool.multiInstance === false) return [];
      const message =
        "every recycle causes a gap without a worker process; set it to false, or declare multiInstance: false if the applications cannot run twice";
      return [{ path: paths.noOverlap, message }];
    },
  },
];

/** The maximum number of hosts in a message. */
const shownHosts = 3;

/** For pools with the same slot the first has no finding, so there is one finding less than pools. */
export const staggerCollision: LintRule = {
  id: "stagger-collision",
  profile: "recommended",
  severity: "warning",
  doc: "Two pools of a host have the same time from a stagger, which never moves a pool because of another.",
  link: attributeOf(paths.schedule).link,
  isAboutFiles: true,
  check: ({ pool }, all) => {
    const first = firstInSlots(all);
    const collisions = Object.entries(pool.slots ?? {}).flatMap(([host, time]) => {
      const other = first.get(slotOf(host, time));
      return other === undefined || other === pool ? [] : [describe(host, time, other)];
    });
    if (collisions.length === 0) return [];
    const more = collisions.length > shownHosts ? `, and on ${collisions.length - shownHosts} more hosts` : "";
    const remedy = "widen the window, shorten every, or give one of them its own schedule";
    const message = `recycles ${collisions.slice(0, shownHosts).join(", ")}${more}; ${remedy}`;
    return [{ path: paths.schedule, message }];
  },
};

const known = new WeakMap<readonly LintedPool[], ReadonlyMap<string, LintedPool>>();

/** The first pool of each slot, found once for all pools. */
function firstInSlots(all: readonly LintedPool[]): ReadonlyMap<string, LintedPool> {
  const found = known.get(all);
  if (found !== undefined) return found;
  const first = new Map<string, LintedPool>();
  for (const pool of all) {
    for (const [host, time] of Object.entries(pool.slots ?? {})) {
      const slot = slotOf(host, time);
      if (!first.has(slot)) first.set(slot, pool);
    }
  }
  known.set(all, first);
  return first;
}

function slotOf(host: string, time: string): string {
  return `${time} ${host}`;
}

function describe(host: string, time: string, { name }: LintedPool): string {
  return `at ${time} on ${host} like pool "${name}"`;
}
