import type { Attribute, Range } from "./attribute";
import { describeMemory, describePercent } from "./amounts";
import { newestOf } from "./iis-version";
import { formatSeconds, humanDuration } from "./timespan-text";
import { ValueError } from "./value-error";

const typeRanges = {
  uint: { min: 0, max: 4_294_967_295 },
  int: { min: -2_147_483_648, max: 2_147_483_647 },
} as const;

/** The range that counts for an attribute's number or seconds in the newest IIS: the schema's, else the type's. */
export function rangeOf(attribute: Attribute): Range | undefined {
  const declared = newestOf(attribute.ranges);
  if (declared !== undefined) return declared;
  return attribute.type === "uint" || attribute.type === "int" ? typeRanges[attribute.type] : undefined;
}

/** The range in words: `00:00:00 to 30.00:00:00 (30d), in whole minutes`. */
export function describeRange(attribute: Attribute, range: Range): string {
  const step = range.step === undefined || range.step === 1 ? "" : `, in ${describeStep(attribute, range.step)}`;
  return `${describeBound(attribute, range.min)} to ${describeBound(attribute, range.max)}${step}`;
}

/**
 * Checks a number (timeSpan: seconds) against the newest IIS's range and step.
 * @throws ValueError that names the value, the range with its unit and the step
 */
export function checkRange(attribute: Attribute, value: number): void {
  const range = rangeOf(attribute);
  if (range === undefined) return;
  const accepted = `accepted is ${describeRange(attribute, range)}`;
  if (value < range.min || value > range.max) {
    throw new ValueError(`${describeBound(attribute, value)} is out of range: ${accepted}`);
  }
  if (value % (range.step ?? 1) !== 0) {
    throw new ValueError(`${describeBound(attribute, value)} is between two steps: ${accepted}`);
  }
}

function describeStep(attribute: Attribute, step: number): string {
  if (attribute.type === "timeSpan" && step === 60) return "whole minutes";
  return `steps of ${describeBound(attribute, step)}`;
}

function describeBound(attribute: Attribute, value: number): string {
  if (attribute.type === "timeSpan") {
    const human = value >= 86_400 ? ` (${humanDuration(value)})` : "";
    return `${formatSeconds(value)}${human}`;
  }
  if (attribute.human === "memory") return describeMemory(value);
  return attribute.human === "percent" ? describePercent(value) : String(value);
}
