import { nearestName } from "../nearest-name";
import { describeGiven } from "./describe-given";

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
