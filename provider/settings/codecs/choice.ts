import type { AttributeFacts } from "../attribute-facts";
import { codec } from "./codec";
import { readInteger } from "./integer";
import { anyCase, either, integerText, trimmed } from "./patterns";
import { wrongValue } from "./value-error";

/** The names of a choice or of flags, in schema order; none for other types. */
export function valueNames({ values = [] }: AttributeFacts): readonly string[] {
  return values.map(({ name }) => name);
}

/** One of a few names. Reads them in any letter case, and the schema's number as a number or as text. */
export const choice = codec<string>({
  name: "enum",
  iisType: "enum",
  spellings: "the name in any letter case, or its number",
  read: (facts, input) => {
    const name = typeof input === "number" ? nameOf(facts, input) : undefined;
    const found = name ?? (typeof input === "string" ? readChoice(facts, input) : undefined);
    if (found !== undefined) return found;
    throw wrongValue(facts, valueNames(facts), input);
  },
  fromText: readChoice,
  jsonSchema: (facts) => {
    const numbers = (facts.values ?? []).map(({ number }) => number);
    const texts = [...valueNames(facts).map(anyCase), ...numbers.map((one) => integerText({ min: one, max: one }))];
    return {
      anyOf: [{ enum: valueNames(facts) }, { type: "string", pattern: trimmed(either(texts)) }, { enum: numbers }],
    };
  },
  typeScript: (facts) => namesType(facts),
  pulumi: (_, __, names) => names,
});

/** The names as a union of TypeScript. */
export function namesType(facts: AttributeFacts): string {
  return valueNames(facts)
    .map((name) => JSON.stringify(name))
    .join(" | ");
}

function readChoice(facts: AttributeFacts, text: string): string | undefined {
  const wanted = text.trim().toLowerCase();
  const named = valueNames(facts).find((name) => name.toLowerCase() === wanted);
  if (named !== undefined) return named;
  const number = readInteger(text);
  return number === undefined ? undefined : nameOf(facts, number);
}

function nameOf({ values = [] }: AttributeFacts, number: number): string | undefined {
  return values.find((value) => value.number === number)?.name;
}
