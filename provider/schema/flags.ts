import type { Attribute } from "./attribute";
import { describeInput, quote } from "./describe-input";
import { readInteger } from "./integer";
import { ValueError, type ValueProblem } from "./value-error";
import { valueNames } from "./value-names";

/**
 * Flags as their names in schema order. Reads a list, a comma text with or without blanks, in any letter case, and
 * the bit mask; `"None"`, `""`, `[]` and 0 are no flag at all.
 * @throws ValueError with one problem for each unknown flag
 */
export function parseFlags(attribute: Attribute, input: unknown): readonly string[] {
  if (typeof input === "number") return ofMask(attribute, input) ?? refuse(attribute, input);
  if (typeof input === "string") return readFlags(attribute, input) ?? parseNames(attribute, split(input), false);
  if (Array.isArray(input)) return isNone(input) ? [] : parseNames(attribute, input, true);
  return refuse(attribute, input);
}

/** appcmd's text of flags in canonical form; `undefined` for text that holds anything else. */
export function readFlags(attribute: Attribute, text: string): readonly string[] | undefined {
  const mask = readInteger(text);
  if (mask !== undefined) return ofMask(attribute, mask);
  const parts = split(text);
  if (isNone(parts)) return [];
  const names = parts.map((part) => findName(attribute, part));
  return names.includes(undefined) ? undefined : inOrder(attribute, names);
}

function parseNames(attribute: Attribute, parts: readonly unknown[], positions: boolean): readonly string[] {
  const problems: ValueProblem[] = [];
  const names = parts.map((part, index) => {
    const name = typeof part === "string" ? findName(attribute, part.trim()) : undefined;
    if (name === undefined)
      problems.push({ subpath: positions ? `[${index}]` : "", message: unknown(attribute, part) });
    return name;
  });
  ValueError.throwAll(problems);
  return inOrder(attribute, names);
}

function ofMask(attribute: Attribute, mask: number): readonly string[] | undefined {
  const all = (attribute.values ?? []).reduce((sum, value) => sum + value.number, 0);
  if (!Number.isInteger(mask) || mask < 0 || mask > all) return undefined;
  return (attribute.values ?? []).filter((value) => (mask & value.number) !== 0).map((value) => value.name);
}

function inOrder(attribute: Attribute, names: readonly (string | undefined)[]): readonly string[] {
  return valueNames(attribute).filter((name) => names.includes(name));
}

function findName(attribute: Attribute, text: string): string | undefined {
  return valueNames(attribute).find((name) => name.toLowerCase() === text.toLowerCase());
}

function isNone(parts: readonly unknown[]): boolean {
  return parts.length === 0 || (parts.length === 1 && typeof parts[0] === "string" && /^\s*none\s*$/i.test(parts[0]));
}

function split(text: string): readonly string[] {
  return text.trim() === "" ? [] : text.split(",").map((part) => part.trim());
}

function unknown(attribute: Attribute, part: unknown): string {
  const got = typeof part === "string" ? quote(part) : describeInput(attribute, part);
  return `${got} is none of the flags ${valueNames(attribute).join(", ")}`;
}

function refuse(attribute: Attribute, input: unknown): never {
  const names = valueNames(attribute).join(", ");
  throw new ValueError(`expected a list of ${names} (or [] for none), got ${describeInput(attribute, input)}`);
}
