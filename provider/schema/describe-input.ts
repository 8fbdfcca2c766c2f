import { shorten } from "../shorten";
import type { AttributeFacts } from "./attribute-facts";

/** Longest piece of a text that an error repeats. */
export const longestShown = 60;

/** What the user gave, for an error: `the text "abc"`, `the number 5`, `a list`. A secret's value is never repeated. */
export function describeInput(attribute: Pick<AttributeFacts, "secret">, input: unknown): string {
  const kind = kindOf(input);
  if (attribute.secret === true) return kind;
  if (typeof input === "string") return input === "" ? "an empty text" : `the text ${quote(input)}`;
  if (typeof input === "number") return Number.isNaN(input) ? "NaN" : `the number ${input}`;
  return typeof input === "boolean" ? String(input) : kind;
}

/** The text in double quotes, control characters escaped, cut when long. */
export function quote(text: string): string {
  return JSON.stringify(shorten(text, longestShown));
}

function kindOf(input: unknown): string {
  if (input === null || input === undefined) return "nothing (leave the setting out if it is not to be managed)";
  if (Array.isArray(input)) return "a list";
  switch (typeof input) {
    case "string":
      return "a text";
    case "object":
      return "a group of settings";
    default:
      return `a ${typeof input}`;
  }
}
