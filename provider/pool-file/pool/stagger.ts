import { hostNameKey, poolKey } from "../../names";
import { formatSeconds } from "../../settings/codecs/timespan-text";
import { sha256 } from "../../sha256";

/** The setting that a stagger replaces. */
export const schedulePath = "recycling.periodicRestart.schedule";

const day = 86_400;

/** A window of the day in which each pool recycles at its own time. All values are whole minutes, in seconds. */
export interface Stagger {
  /** The first slot, in seconds since midnight. */
  readonly from: number;
  /** The length of the window: more than 0, less than a day. It may end after midnight. */
  readonly window: number;
  /** The time between two slots. */
  readonly every: number;
}

/** The number of slots in the window: whole ones, so the last one begins at least `every` before the window ends. */
export function countSlots({ window, every }: Stagger): number {
  return Math.floor(window / every);
}

/**
 * The time of day at which a pool of a host recycles, as `hh:mm:ss`. It depends only on the two names, ignoring letter
 * case, so no other pool and no order changes it. Two pools of a host may have the same time.
 */
export function staggerTime(stagger: Stagger, host: string, pool: string): string {
  const names = JSON.stringify([hostNameKey(host), poolKey(pool)]);
  const number = sha256(names).readUIntBE(0, 6);
  const slot = number % countSlots(stagger);
  return formatSeconds((stagger.from + slot * stagger.every) % day);
}
