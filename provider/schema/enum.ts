import type { Attribute } from "./attribute";
import { describeInput } from "./describe-input";
import { readInteger } from "./integer";
import { valueNames } from "./value-names";
import { ValueError } from "./value-error";

/**
 * An enum's value by its name. Reads names in any letter case, and the schema's number as a number or as text.
 * @throws ValueError that lists the names
 */
export function parseEnum(attribute: Attribute, input: unknown): string {
  const name = typeof input === "number" ? nameOf(attribute, input) : undefined;
  const found = name ?? (typeof input === "string" ? readEnum(attribute, input) : undefined);
  if (found !== undefined) return found;
  throw new ValueError(`expected one of ${valueNames(attribute).join(", ")}, got ${describeInput(attribute, input)}`);
}

/** appcmd's text of an enum as the canonical name; `undefined` for text that is none of its values. */
export function readEnum(attribute: Attribute, text: string): string | undefined {
  const wanted = text.trim().toLowerCase();
  const named = valueNames(attribute).find((name) => name.toLowerCase() === wanted);
  if (named !== undefined) return named;
  const number = readInteger(text);
  return number === undefined ? undefined : nameOf(attribute, number);
}

function nameOf(attribute: Attribute, number: number): string | undefined {
  return attribute.values?.find((value) => value.number === number)?.name;
}
