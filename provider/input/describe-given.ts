import { isRecord } from "../record";
import { shorten } from "../shorten";

/** What stands where something else must: `the number 5`, `a text`. A text is never repeated, as it may be a secret in the wrong place. */
export function describeGiven(input: unknown): string {
  if (typeof input === "number") return Number.isNaN(input) ? "NaN" : `the number ${input}`;
  return typeof input === "boolean" ? String(input) : describeKind(input);
}

/** The same where no secret can stand: a text is repeated, its first 60 characters. */
export function showGiven(input: unknown): string {
  return typeof input === "string" && input !== "" ? JSON.stringify(shorten(input, 60)) : describeGiven(input);
}

/** The same where a secret must stand: of numbers nothing is repeated either. */
export function describeKind(input: unknown): string {
  if (input === null) return "null";
  if (Array.isArray(input)) return "a list";
  if (typeof input === "object" && !isRecord(input)) return `an object of type ${typeName(input)}`;
  return input === "" ? "an empty text" : (words[typeof input] ?? `a ${typeof input}`);
}

/** The name of a type of JavaScript's own: `Map`, `Date`. */
function typeName(input: object): string {
  return Object.prototype.toString.call(input).slice("[object ".length, -1);
}

const words: Readonly<Partial<Record<string, string>>> = {
  string: "a text",
  object: "an object",
  undefined: "nothing",
};
