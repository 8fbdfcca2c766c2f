import type * as z from "zod";
import { showGiven } from "../input/describe-given";
import { readBy } from "../input/members";
import { humanDuration } from "../schema/timespan-text";
import { readDuration } from "./read-duration";

/**
 * A duration that is no setting, written as settings are: `10s`, `5m`, `00:00:10`. It is read as seconds.
 *
 * @param range in seconds, both ends included
 */
export function duration(range: { readonly least: number; readonly most: number }): z.ZodType<number> {
  const what = `a duration from ${humanDuration(range.least)} to ${humanDuration(range.most)}`;
  return readBy((input) => {
    const seconds = readDuration(input);
    if (typeof seconds === "string") return { faults: [{ message: seconds }] };
    if (seconds >= range.least && seconds <= range.most) return { value: seconds };
    return { faults: [{ message: `must be ${what}, got ${showGiven(input)}` }] };
  }, what);
}
