import type { Attribute } from "./attribute";
import { memoryUnits } from "./amounts";
import { describeInput, quote } from "./describe-input";
import { parseInteger } from "./integer";
import { checkRange } from "./range-check";
import { ValueError } from "./value-error";

const sizeForm = /^(\d{1,12}(?:\.\d{1,9})?) ?(KB|MB|GB|TB)$/i;

/**
 * An amount of memory in KB (1024 bytes). Reads a number or digits as KB, and texts such as `"1.5GB"`, `"512 MB"`;
 * the amount must come out as whole KB.
 * @throws ValueError
 */
export function parseMemory(attribute: Attribute, input: unknown): number {
  if (typeof input === "number" || (typeof input === "string" && /^\d+$/.test(input.trim()))) {
    return parseInteger(attribute, input);
  }
  if (typeof input !== "string") throw unreadable(attribute, input);
  const match = sizeForm.exec(input.trim());
  if (match === null) throw unreadable(attribute, input);
  const unit = String(match[2]).toUpperCase() as keyof typeof memoryUnits;
  const kilobytes = Number(match[1]) * memoryUnits[unit];
  if (!Number.isInteger(kilobytes))
    throw new ValueError(`${quote(input)} is ${kilobytes} KB; give a whole number of KB`);
  checkRange(attribute, kilobytes);
  return kilobytes;
}

function unreadable(attribute: Attribute, input: unknown): ValueError {
  const got = describeInput(attribute, input);
  return new ValueError(`expected an amount of memory such as "1.5GB", "512MB" or a number of KB, got ${got}`);
}
