import { attributeOf } from "../schema/app-pool-attributes";
import { parseValue, ValueError } from "../schema/codecs";
import { secondsOfClock } from "../schema/timespan-text";

/** A setting that is a duration of one second or more. */
const likeThis = "processModel.shutdownTimeLimit";

/** A duration that is no setting, written as settings are (`10s`, `5m`, `00:00:10`): its seconds, or what is wrong. */
export function readDuration(value: unknown): number | string {
  if (value === 0 || (typeof value === "string" && /^\s*0+s?\s*$/.test(value))) return 0;
  try {
    return secondsOfClock(parseValue(attributeOf(likeThis), value) as string) ?? 0;
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    return error.problems.map(({ message }) => message).join("; ");
  }
}
