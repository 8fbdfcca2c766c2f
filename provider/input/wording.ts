import { nearestName } from "../nearest-name";
import { describeGiven } from "./describe-given";

/** How a fault shows what was given: `showGiven`, `describeGiven` or `describeKind`, by what it may repeat. */
export type Show = (input: unknown) => string;

/**
 * The one wording of a value that is wrong: `must be a path, got 5`, or `is required and must be a path` where there is none.
 *
 * @param what it must be: `a path`, `a whole number between 1 and 64`
 */
export function describeWrong(what: string, input: unknown, show: Show = describeGiven): string {
  return input === undefined ? describeMissing(what) : `must be ${what}, got ${show(input)}`;
}

/** The one wording of a value that is missing. @param reason for which it is required: `with port` */
export function describeMissing(what: string, reason?: string): string {
  return `is required${reason === undefined ? "" : ` ${reason}`} and must be ${what}`;
}

/**
 * The one wording of a value that is none of a few names: `must be one of cmd, powershell, got "CMD". Did you mean "cmd"?`
 *
 * @param meaning of the names, behind them in brackets
 */
export function describeOther(names: readonly string[], input: unknown, show?: Show, meaning?: string): string {
  const what = `${names.length === 1 ? "" : "one of "}${names.join(", ")}${meaning === undefined ? "" : ` (${meaning})`}`;
  const meant = typeof input === "string" ? nearestName(input.trim(), names) : undefined;
  return `${describeWrong(what, input, show)}${meant === undefined ? "" : `. Did you mean "${meant}"?`}`;
}

/** The one wording of a range, both ends included: `between 0 and 86400 seconds`. */
export function describeBounds(least: number | string, most: number | string, unit?: string): string {
  return `between ${least} and ${most}${unit === undefined ? "" : ` ${unit}`}`;
}
