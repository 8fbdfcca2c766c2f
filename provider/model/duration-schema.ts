import type * as z from "zod";
import { showGiven } from "../input/describe-given";
import { readBy } from "../input/members";
import { describeBounds, describeWrong } from "../input/wording";
import { attributeOf } from "../schema/app-pool-attributes";
import { humanDuration } from "../schema/timespan-text";
import { readDuration } from "./read-duration";

/**
 * A duration that is not a setting, written like settings: `10s`, `5m`, `00:00:10`. It is read as seconds.
 *
 * @param range in seconds, both ends included; with a `step` of 60, whole minutes only
 * @param example of a whole input, for the fault
 */
export function duration(
  range: { readonly least: number; readonly most: number; readonly step?: 1 | 60 },
  example?: string,
): z.ZodType<number> {
  const { least, most, step = 1 } = range;
  const steps = step === 60 ? ", in whole minutes" : "";
  const hint = example === undefined ? "" : `, for example ${example}`;
  const what = `a duration ${describeBounds(humanDuration(least), humanDuration(most))}${steps}${hint}`;
  const member = readBy((input) => {
    const seconds = input === null ? undefined : readDuration(input);
    if (typeof seconds === "string") return { faults: [{ message: seconds }] };
    const isIn = seconds !== undefined && seconds >= least && seconds <= most && seconds % step === 0;
    return isIn ? { value: seconds } : { faults: [{ message: describeWrong(what, input, showGiven) }] };
  }, what);
  const like = attributeOf("processModel.shutdownTimeLimit");
  return member.meta(like.codec.jsonSchema({ ...like, ranges: [["7.0", { min: least, max: most, step }]] }));
}
