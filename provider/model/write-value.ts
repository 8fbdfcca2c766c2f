import { memoryUnits } from "../schema/amounts";
import type { Attribute } from "../schema/attribute";
import type { AttributeValue } from "../schema/codecs";
import { humanDuration, secondsOfClock } from "../schema/timespan-text";

/** A canonical value as people write it in a pool file; reading it gives the same canonical value again. */
export function writeValue(attribute: Attribute, value: AttributeValue): AttributeValue {
  if (attribute.kind === "list") return (value as readonly string[]).map(shortTime);
  if (typeof value === "string" && attribute.type === "timeSpan") return duration(value);
  if (typeof value !== "number") return value;
  if (attribute.human === "memory") return memory(value);
  return attribute.human === "percent" ? share(value) : value;
}

/** `03:00:00` as `03:00`; schedules have whole minutes only. */
function shortTime(time: string): string {
  return time.endsWith(":00") && time.length === 8 ? time.slice(0, 5) : time;
}

function duration(text: string): string {
  const seconds = secondsOfClock(text);
  return seconds === undefined ? text : humanDuration(seconds);
}

/** In the largest unit that has at most two decimals, so that it is exact and short; else in KB. */
function memory(kilobytes: number): number | string {
  if (kilobytes === 0) return 0;
  const unit = (["TB", "GB", "MB"] as const).find(
    (name) => kilobytes >= memoryUnits[name] && Number.isInteger((kilobytes / memoryUnits[name]) * 100),
  );
  return unit === undefined ? kilobytes : `${kilobytes / memoryUnits[unit]}${unit}`;
}

function share(thousandths: number): number | string {
  return thousandths === 0 ? 0 : `${thousandths / 1000}%`;
}
