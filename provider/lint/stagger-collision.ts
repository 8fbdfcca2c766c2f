import { attributeOf } from "../schema/app-pool-attributes";
import { paths } from "./paths";
import type { LintedPool } from "./pool-view";
import type { LintRule } from "./rule";

/** How many hosts a message names. */
const shownHosts = 3;

/** Of pools with the same slot the first is not blamed: there is one finding less than there are pools. */
export const staggerCollision: LintRule = {
  id: "stagger-collision",
  profile: "recommended",
  severity: "warning",
  doc: "Two pools of a host have the same time by a stagger, which never moves a pool for another one.",
  link: attributeOf(paths.schedule).link,
  check: ({ pool }, all) => {
    const first = firstInSlots(all);
    const collisions = Object.entries(pool.slots ?? {}).flatMap(([host, time]) => {
      const other = first.get(slotOf(host, time));
      return other === undefined || other === pool ? [] : [describe(host, time, other)];
    });
    if (collisions.length === 0) return [];
    const more = collisions.length > shownHosts ? `, and on ${collisions.length - shownHosts} more hosts` : "";
    const remedy = "widen the window, shorten every, or give one of them a schedule of its own";
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
