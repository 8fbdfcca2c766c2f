import { describeBounds, describeWrong } from "../../input/wording";
import type { AttributeFacts, Range } from "../attribute-facts";
import { newestOf } from "../iis-version";
import { ValueError } from "./value-error";

/** The numeric scale of a type's values, for its ranges. */
export interface Scale {
  /** The bounds of the type itself. */
  readonly range: Range;
  /** A number for people, with its unit: `5368709120 KB (5 TB)`. */
  readonly describe: (count: number) => string;
  /** A step for people. Default: `steps of` its number. */
  readonly describeStep?: (step: number) => string;
  /** `describe` returns numbers without a unit; the attribute's own unit follows them. */
  readonly isBare?: true;
}

type Ranged = Pick<AttributeFacts, "ranges" | "unit">;

/** The range in the newest IIS: the schema's, else the type's. */
export function rangeOn(scale: Scale, { ranges }: Ranged): Range {
  return newestOf(ranges) ?? scale.range;
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
  if (value >= min && value <= max && value % step === 0) return;
  throw new ValueError(describeWrong(describeRangeOf(scale, facts), value, () => scale.describe(value)));
}

/** The range in words for a fault, with its unit and step: `between 10 and 65535 requests`. */
export function describeRangeOf(scale: Scale, facts: Ranged): string {
  const range = rangeOn(scale, facts);
  const unit = scale.isBare ? facts.unit : undefined;
  return describeBounds(scale.describe(range.min), scale.describe(range.max), unit) + inSteps(scale, range);
}

function inSteps(scale: Scale, { step = 1 }: Range): string {
  return step === 1 ? "" : `, in ${scale.describeStep?.(step) ?? `steps of ${scale.describe(step)}`}`;
}
