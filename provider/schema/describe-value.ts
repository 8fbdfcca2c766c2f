import { variableKey } from "../name-keys";
import { describeMemory, describePercent } from "./amounts";
import type { Attribute } from "./attribute";
import type { AttributeValue } from "./attribute-value";
import { humanDuration, secondsOfClock } from "./timespan-text";

type Variables = Readonly<Record<string, string>>;

/**
 * A value for people: `1572864 KB (1.5 GB)`, `00:20:00`, `1.05:00:00 (29h)`, `Time, Memory`, `""`, `(none)`. A secret
 * is always `[secret]`, and so is the value of a variable: `DB=[secret]`.
 *
 * @param before what the value takes the place of, see {@link hideVariables}.
 */
export function describeValue(attribute: Attribute, value: AttributeValue, before?: AttributeValue): string {
  if (attribute.secret === true) return "[secret]";
  switch (typeof value) {
    case "string":
      return describeText(attribute, value);
    case "number":
      return describeNumber(attribute, value);
    case "boolean":
      return String(value);
    case "object":
      return describeMany(value, before);
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

function describeMany(value: readonly string[] | Variables, before: AttributeValue | undefined): string {
  const parts = isVariables(value)
    ? Object.entries(hideTexts(value, before)).map(([name, text]) => `${name}=${text}`)
    : value;
  return parts.length === 0 ? "(none)" : parts.join(", ");
}

/**
 * A value as it may be shown to programs: of variables the names alone, as what they hold may be secret; anything else as
 * it is.
 *
 * @param before what the value takes the place of: a variable that has another value there is `[changed]`.
 */
export function hideVariables(value: AttributeValue, before?: AttributeValue): AttributeValue {
  return isVariables(value) ? hideTexts(value, before) : value;
}

function hideTexts(variables: Variables, before: AttributeValue | undefined): Variables {
  const old = before !== undefined && isVariables(before) ? Object.entries(before) : [];
  const earlier = new Map(old.map(([name, text]) => [variableKey(name), text]));
  const shown = Object.entries(variables).map(([name, text]) => {
    const isSame = (earlier.get(variableKey(name)) ?? text) === text;
    return [name, isSame ? "[secret]" : "[changed]"] as const;
  });
  return Object.fromEntries(shown);
}

function isVariables(value: AttributeValue): value is Variables {
  return typeof value === "object" && !Array.isArray(value);
}
