import type { AttributeFacts, Range } from "./attribute-facts";
import { newestOf } from "./iis-version";
import { ValueError } from "./value-error";

/** The numbers that the values of a type count: what its ranges are made of. */
export interface Scale {
  /** The bounds that the type itself sets. */
  readonly range: Range;
  /** A number for people, with its unit: `5368709120 KB (5 TB)`. */
  readonly describe: (count: number) => string;
  /** A step for people. Default: `steps of` its number. */
  readonly describeStep?: (step: number) => string;
  /** `describe` gives bare numbers; the attribute's own unit follows them. */
  readonly isBare?: true;
}

type Ranged = Pick<AttributeFacts, "ranges" | "unit">;

/** The range that counts in the newest IIS: the schema's, else the type's. */
export function rangeOn(scale: Scale, { ranges }: Ranged): Range {
  return newestOf(ranges) ?? scale.range;
}

/** The range that counts for an attribute in the newest IIS; `undefined` where values count nothing. Durations: seconds. */
export function rangeOf(attribute: Ranged & { readonly codec: { readonly scale?: Scale } }): Range | undefined {
  const { scale } = attribute.codec;
  return scale && rangeOn(scale, attribute);
}

/** The range in words: `00:00:00 to 30.00:00:00 (30d), in whole minutes`. */
export function describeRange(scale: Scale, range: Range): string {
  return `${scale.describe(range.min)} to ${scale.describe(range.max)}${inSteps(scale, range)}`;
}

/**
 * Checks a number against the newest IIS's range and step.
 * @throws ValueError that names the range with its unit, the step and the value
 */
export function checkRange(scale: Scale, facts: Ranged, value: number): void {
  const { min, max, step = 1 } = rangeOn(scale, facts);
  if (value < min || value > max || value % step !== 0) throw outOfRange(scale, facts, scale.describe(value));
}

/** The error for a value out of range; `what` says what is expected beside it: `a whole number `. */
export function outOfRange(scale: Scale, facts: Ranged, got: string, what = ""): ValueError {
  const range = rangeOn(scale, facts);
  const unit = scale.isBare && facts.unit !== undefined ? ` ${facts.unit}` : "";
  const bounds = [scale.describe(range.min), scale.describe(range.max)] as const;
  return new ValueError(rangeMessage(what, bounds, `${unit}${inSteps(scale, range)}`, got));
}

/** How every range is worded: `must be a whole number between 10 and 65535 requests, got 9`. */
export function rangeMessage(what: string, [min, max]: readonly [string, string], unit: string, got: string): string {
  return `must be ${what}between ${min} and ${max}${unit}, got ${got}`;
}

function inSteps(scale: Scale, { step = 1 }: Range): string {
  return step === 1 ? "" : `, in ${scale.describeStep?.(step) ?? `steps of ${scale.describe(step)}`}`;
}
