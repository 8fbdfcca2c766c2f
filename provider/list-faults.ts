import type { Fault } from "./errors";
import { shorten } from "./shorten";

/** How many faults are listed; the others are counted. */
export const mostListed = 100;
const longestPath = 300;
const longestMessage = 2000;

/** The first faults, each short enough for a line, and one that counts the others. */
export function listFaults<T extends Fault>(faults: readonly T[]): readonly (T | Fault)[] {
  const listed = faults.slice(0, mostListed).map((fault) => ({
    ...fault,
    path: shorten(fault.path, longestPath),
    message: shorten(fault.message, longestMessage),
  }));
  const rest = faults.length - listed.length;
  if (rest === 0) return listed;
  const count = rest.toLocaleString("en-US");
  return [...listed, { path: "", message: `and ${count} more faults; fix the faults above first, then rerun` }];
}
