import type { Range } from "../attribute-facts";

/** Texts without control characters and halves of surrogate pairs; for engines with and without the flag `u`. */
export const printable = "^(?:[^\\u0000-\\u001f\\u007f-\\u009f\\ud800-\\udfff]|[\\ud800-\\udbff][\\udc00-\\udfff])*$";

/** A pattern for a whole text with any blanks around it. */
export function trimmed(pattern: string): string {
  return `^\\s*(?:${pattern})\\s*$`;
}

/** One of several patterns. */
export function either(patterns: readonly string[]): string {
  return patterns.length === 1 ? String(patterns[0]) : `(?:${patterns.join("|")})`;
}

/** A text in any letter case. */
export function anyCase(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&").replace(/[a-z]/gi, (letter) => {
    // In lower case the Kelvin sign is a k.
    const others = letter.toLowerCase() === "k" ? "\\u212a" : "";
    return `[${letter.toUpperCase()}${letter.toLowerCase()}${others}]`;
  });
}

/** The text of a whole number as {@link readInteger} reads it, with a sign and leading zeros allowed. */
export function integerText({ min, max }: Range): string {
  return either([
    ...(max >= 0 ? [`\\+?${digits(Math.max(min, 0), max, 15)}`] : []),
    ...(min <= 0 ? [`-${digits(Math.max(-max, 0), -min, 15)}`] : []),
  ]);
}

/** Digits of a number from `min` to `max`, leading zeros allowed, `width` digits at most; no digit may follow. */
export function digits(min: number, max: number, width: number): string {
  return `(?![0-9]{${width + 1}})0*${patternOfRange(min, max)}`;
}

/** The whole numbers from `min` (0 or more) to `max`, without leading zeros; no digit may follow. */
export function patternOfRange(min: number, max: number): string {
  const [low, high] = [String(min), String(max)];
  if (low.length === high.length) return between(low, high);
  // For lengths between the shortest and the longest, all numbers match.
  const middle = low.length + 1 < high.length ? [`[1-9][0-9]{${low.length},${high.length - 2}}`] : [];
  return either([between(low, "9".repeat(low.length)), ...middle, between(`1${"0".repeat(high.length - 1)}`, high)]);
}

/** The numbers between two of the same length. */
function between(low: string, high: string): string {
  const [first, last] = [Number(low[0]), Number(high[0])];
  const [lowRest, highRest] = [low.slice(1), high.slice(1)];
  if (low === "") return "";
  if (first === last) return `${first}${between(lowRest, highRest)}`;
  const cutLow = /[^0]/.test(lowRest);
  const cutHigh = /[^9]/.test(highRest);
  const [from, to] = [cutLow ? first + 1 : first, cutHigh ? last - 1 : last];
  const any = lowRest === "" ? "" : `[0-9]${lowRest.length === 1 ? "" : `{${lowRest.length}}`}`;
  return either([
    ...(cutLow ? [`${first}${between(lowRest, "9".repeat(lowRest.length))}`] : []),
    ...(from <= to ? [`${from === to ? from : `[${from}-${to}]`}${any}`] : []),
    ...(cutHigh ? [`${last}${between("0".repeat(highRest.length), highRest)}`] : []),
  ]);
}
