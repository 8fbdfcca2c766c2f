/** What stands where something else must: `the number 5`, `a text`. A text is never repeated, as it may be a secret in the wrong place. */
export function describeGiven(input: unknown): string {
  if (input === null) return "null";
  if (Array.isArray(input)) return "a list";
  if (typeof input === "number") return Number.isNaN(input) ? "NaN" : `the number ${input}`;
  if (typeof input === "boolean") return String(input);
  return input === "" ? "an empty text" : (words[typeof input] ?? `a ${typeof input}`);
}

const words: Readonly<Partial<Record<string, string>>> = {
  string: "a text",
  object: "an object",
  undefined: "nothing",
};
