import { createHash } from "node:crypto";
import { hostNameKey, poolKey } from "../../names";
import { formatSeconds } from "../../settings/codecs/timespan-text";

/** The setting that a stagger stands for. */
export const schedulePath = "recycling.periodicRestart.schedule";

const day = 86_400;

/** A window of the day in which each pool recycles at a time of its own. All in whole minutes, as seconds. */
export interface Stagger {
  /** The first slot, in seconds since midnight. */
  readonly from: number;
  /** How long the window is: more than 0, less than a day. It may go on behind midnight. */
  readonly window: number;
  /** From one slot to the next. */
  readonly every: number;
}

/** How many slots the window holds: whole ones, so the last one begins at least `every` before the window ends. */
export function countSlots({ window, every }: Stagger): number {
  return Math.floor(window / every);
}

/**
 * The time of day at which a pool of a host recycles, as `hh:mm:ss`. It follows from the two names alone, whatever their
 * letter case: no other pool, and no order, ever moves it. So two pools of a host may have the same one.
 */
export function staggerTime(stagger: Stagger, host: string, pool: string): string {
  const names = JSON.stringify([hostNameKey(host), poolKey(pool)]);
  const number = createHash("sha256").update(names).digest().readUIntBE(0, 6);
  const slot = number % countSlots(stagger);
  return formatSeconds((stagger.from + slot * stagger.every) % day);
}
