import type { Attribute } from "./attribute";
import { describeInput } from "./describe-input";
import { parseInteger } from "./integer";
import { checkRange } from "./range-check";
import { ValueError } from "./value-error";

const percentForm = /^(\d{1,9})(?:\.(\d{1,3}))? ?%$/;

/**
 * A share in thousandths of a percent. Reads the number itself and texts such as `"50%"` and `"12.5 %"`.
 * @throws ValueError
 */
export function parsePercent(attribute: Attribute, input: unknown): number {
  if (typeof input !== "string" || !input.includes("%")) return parseInteger(attribute, input);
  const match = percentForm.exec(input.trim());
  if (match === null)
    throw new ValueError(`expected a share such as "50%" or "12.5%", got ${describeInput(attribute, input)}`);
  const value = Number(`${String(match[1])}${(match[2] ?? "").padEnd(3, "0")}`);
  checkRange(attribute, value);
  return value;
}
