import type { AttributeSchema } from "../schema/load-schema";
import type { Normalized } from "./normalized";
import { formatTimeSpan, parseTimeSpan } from "./time-span";

/** Checks a time span against range and granularity of its schema, all in seconds. */
export function normalizeTimeSpan(schema: AttributeSchema, text: string): Normalized {
  const seconds = parseTimeSpan(text);
  if (seconds === undefined) return { reason: "Timespan must be of form [-][d.]hh:mm:ss[.ff]" };
  const [minimum, maximum, granularity] = (schema.validationParameter ?? "").split(",").map(Number);
  if (minimum === undefined || maximum === undefined || granularity === undefined) {
    return { value: formatTimeSpan(seconds) };
  }
  // Ranges that begin at one second count their steps from zero.
  const offset = minimum === 1 ? 0 : minimum;
  if (seconds >= minimum && seconds <= maximum && (seconds - offset) % granularity === 0) {
    return { value: formatTimeSpan(seconds) };
  }
  return {
    reason: `Timespan value must be between ${formatTimeSpan(minimum)} and ${formatTimeSpan(maximum)} seconds inclusive, with a granularity of ${granularity} seconds`,
  };
}
