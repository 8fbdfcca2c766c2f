import type * as z from "zod";
import { describeLate } from "../../input/json-schema";
import { readBy } from "../../input/members";
import { describeBounds, describeWrong, showGiven } from "../../input/wording";
import { attributeOf } from "../../settings/app-pool-attributes";
import type { Attribute } from "../../settings/codecs/codec";
import { parseValue, ValueError } from "../../settings/codecs/codecs";
import { humanDuration, secondsOfClock } from "../../settings/codecs/timespan-text";

/** A setting that is a duration in seconds; durations that are not settings have their own ranges. */
const likeThis: Attribute = {
  ...attributeOf("processModel.shutdownTimeLimit"),
  ranges: [["7.0", { min: 0, max: Number.MAX_SAFE_INTEGER }]],
};

/** A duration that is not a setting, in the format of settings (`10s`, `5m`, `00:00:10`): its seconds, or the fault. */
export function readDuration(value: unknown): number | string {
  try {
    return secondsOfClock(parseValue(likeThis, value) as string) ?? 0;
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    return error.problems.map(({ message }) => message).join("; ");
  }
}

/**
 * A duration that is not a setting, in the format of settings: `10s`, `5m`, `00:00:10`. It is read as seconds.
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
  return describeLate(member, () =>
    like.codec.jsonSchema({ ...like, ranges: [["7.0", { min: least, max: most, step }]] }),
  );
}
