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
    const earlier = all.slice(0, all.indexOf(pool));
    const collisions = Object.entries(pool.slots ?? {}).flatMap(([host, time]) => {
      const other = earlier.find(({ slots }) => slots?.[host] === time);
      return other === undefined ? [] : [describe(host, time, other)];
    });
    if (collisions.length === 0) return [];
    const more = collisions.length > shownHosts ? `, and on ${collisions.length - shownHosts} more hosts` : "";
    const remedy = "widen the window, shorten every, or give one of them a schedule of its own";
    const message = `recycles ${collisions.slice(0, shownHosts).join(", ")}${more}; ${remedy}`;
    return [{ path: paths.schedule, message }];
  },
};

function describe(host: string, time: string, { name }: LintedPool): string {
  return `at ${time} on ${host} like pool "${name}"`;
}
