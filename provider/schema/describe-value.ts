import { describeMemory, describePercent } from "./amounts";
import type { Attribute } from "./attribute";
import type { AttributeValue } from "./attribute-value";
import { humanDuration, secondsOfClock } from "./timespan-text";

/**
 * A value for people: `1572864 KB (1.5 GB)`, `00:20:00`, `1.05:00:00 (29h)`, `Time, Memory`, `""`, `(none)`. A secret
 * is always `[secret]`.
 */
export function describeValue(attribute: Attribute, value: AttributeValue): string {
  if (attribute.secret === true) return "[secret]";
  switch (typeof value) {
    case "string":
      return describeText(attribute, value);
    case "number":
      return describeNumber(attribute, value);
    case "boolean":
      return String(value);
    case "object":
      return describeMany(value);
  }
}

function describeText(attribute: Attribute, value: string): string {
  if (value === "") return '""';
  const seconds = attribute.type === "timeSpan" ? secondsOfClock(value) : undefined;
  return seconds !== undefined && seconds >= 86_400 ? `${value} (${humanDuration(seconds)})` : value;
}

function describeNumber(attribute: Attribute, value: number): string {
  if (attribute.human === "memory") return describeMemory(value);
  return attribute.human === "percent" ? describePercent(value) : String(value);
}

function describeMany(value: readonly string[] | Readonly<Record<string, string>>): string {
  const parts = Array.isArray(value)
    ? (value as readonly string[])
    : Object.entries(value).map(([name, text]) => `${name}=${text}`);
  return parts.length === 0 ? "(none)" : parts.join(", ");
}
