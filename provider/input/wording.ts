import { isRecord } from "../record";
import { shorten } from "../text";
import { nearestName } from "../unknown-name";

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

/** How a fault shows the given value: `showGiven`, `describeGiven` or `describeKind`, depending on what may be shown. */
export type Show = (input: unknown) => string;

/**
 * The message for a wrong value: `must be a path, got 5`, or `is required and must be a path` if it is missing.
 *
 * @param what it must be: `a path`, `a whole number between 1 and 64`
 */
export function describeWrong(what: string, input: unknown, show: Show = describeGiven): string {
  return input === undefined ? describeMissing(what) : `must be ${what}, got ${show(input)}`;
}

/** The message for a missing value. @param reason why it is required: `with port` */
export function describeMissing(what: string, reason?: string): string {
  return `is required${reason === undefined ? "" : ` ${reason}`} and must be ${what}`;
}

/**
 * The message for a value that is not one of a few names: `must be one of cmd, powershell, got "CMD". Did you mean "cmd"?`
 *
 * @param meaning of the names, shown after them in brackets
 */
export function describeOther(names: readonly string[], input: unknown, show?: Show, meaning?: string): string {
  const what = `${names.length === 1 ? "" : "one of "}${names.join(", ")}${meaning === undefined ? "" : ` (${meaning})`}`;
  const meant = typeof input === "string" ? nearestName(input.trim(), names) : undefined;
  return `${describeWrong(what, input, show)}${meant === undefined ? "" : `. Did you mean "${meant}"?`}`;
}

/** The words for a range, both ends included: `between 0 and 86400 seconds`. */
export function describeBounds(least: number | string, most: number | string, unit?: string): string {
  return `between ${least} and ${most}${unit === undefined ? "" : ` ${unit}`}`;
}
