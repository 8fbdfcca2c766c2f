import { isRecord } from "../record";
import { shorten } from "../shorten";

/** Longest part of a text that a message shows. */
export const longestShown = 60;

/** A wrong value for a message: `"abc"`, `5`, `null`, `true`, `a list`, `an object`. For values that cannot be secrets. */
export function showGiven(input: unknown): string {
  return typeof input === "string" ? quote(input) : describeGiven(input);
}

/** The same for a value that may be a secret in the wrong place: a text is not shown, `a text`. */
export function describeGiven(input: unknown): string {
  return typeof input === "number" || typeof input === "boolean" ? String(input) : describeKind(input);
}

/** The same for a secret: numbers are not shown either, `a number`. */
export function describeKind(input: unknown): string {
  if (input === null) return "null";
  if (Array.isArray(input)) return "a list";
  if (typeof input === "object" && !isRecord(input)) return `an object of type ${typeName(input)}`;
  return input === "" ? '""' : (words[typeof input] ?? `a ${typeof input}`);
}

/** The text in double quotes, control characters escaped, cut when long. */
export function quote(text: string): string {
  return JSON.stringify(shorten(text, longestShown));
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
