import type { Attribute } from "./attribute";
import { describeInput } from "./describe-input";
import { ValueError } from "./value-error";

/**
 * A truth value. Reads booleans and the texts `true` and `false` in any letter case.
 * @throws ValueError
 */
export function parseBool(attribute: Attribute, input: unknown): boolean {
  const value = typeof input === "string" ? readBool(input) : input;
  if (typeof value !== "boolean")
    throw new ValueError(`expected true or false, got ${describeInput(attribute, input)}`);
  return value;
}

/** appcmd's text of a bool; `undefined` for text that is none. */
export function readBool(text: string): boolean | undefined {
  const lower = text.trim().toLowerCase();
  return lower === "true" || lower === "false" ? lower === "true" : undefined;
}
