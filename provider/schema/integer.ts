import type { Attribute } from "./attribute";
import { describeInput } from "./describe-input";
import { checkRange, describeRange, rangeOf } from "./range-check";
import { ValueError } from "./value-error";

const integerForm = /^[+-]?\d{1,15}$/;

/**
 * A whole number within the attribute's range. Reads numbers and digits.
 * @throws ValueError
 */
export function parseInteger(attribute: Attribute, input: unknown): number {
  const value = typeof input === "string" ? readInteger(input) : input;
  if (typeof value !== "number" || !Number.isSafeInteger(value)) {
    const range = rangeOf(attribute);
    const bounds = range === undefined ? "" : ` from ${describeRange(attribute, range)}`;
    throw new ValueError(`expected a whole number${bounds}, got ${describeInput(attribute, input)}`);
  }
  checkRange(attribute, value);
  return withoutSign(value);
}

/** appcmd's text of a whole number; `undefined` for text that is none. */
export function readInteger(text: string): number | undefined {
  const trimmed = text.trim();
  return integerForm.test(trimmed) ? withoutSign(Number(trimmed)) : undefined;
}

/** -0 would be written as "0" and yet not be the same as 0. */
function withoutSign(value: number): number {
  return value === 0 ? 0 : value;
}
