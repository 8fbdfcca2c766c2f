import { attributeOf } from "../schema/app-pool-attributes";
import type { Attribute } from "../schema/attribute";
import { parseValue, ValueError } from "../schema/codecs";
import { secondsOfClock } from "../schema/timespan-text";

/** A setting that is a duration in seconds; durations that are not settings have their own ranges. */
const likeThis: Attribute = {
  ...attributeOf("processModel.shutdownTimeLimit"),
  ranges: [["7.0", { min: 0, max: Number.MAX_SAFE_INTEGER }]],
};

/** A duration that is no setting, written as settings are (`10s`, `5m`, `00:00:10`): its seconds, or what is wrong. */
export function readDuration(value: unknown): number | string {
  try {
    return secondsOfClock(parseValue(likeThis, value) as string) ?? 0;
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    return error.problems.map(({ message }) => message).join("; ");
  }
}
