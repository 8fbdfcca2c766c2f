import type { JsonSchema } from "../../input/json-schema";
import { describeOther } from "../../input/wording";
import { type AttributeFacts, textOf } from "../attribute-facts";
import { codec } from "./codec";
import { anyCase, integerText, either, trimmed } from "./patterns";
import { showOf, ValueError, type ValueProblem, wrongValue } from "./value-error";
import { namesType, valueNames } from "./choice";
import { readInteger } from "./integer";
import { splitList } from "./times-of-day";

/**
 * Any number of a few names, in schema order. Reads a list, a comma-separated text in any letter case, and the bit
 * mask; `"None"`, `""`, `[]` and 0 mean no flags.
 */
export const flags = codec<readonly string[]>({
  name: "flags",
  iisType: "flags",
  spellings: "a list, a comma-separated text, or the bit mask; `[]` or `None` for none; letter case is ignored",
  several: true,
  read: (facts, input) => {
    if (typeof input === "number") return ofMask(facts, input) ?? refuse(facts, input);
    if (typeof input === "string") return readFlags(facts, input) ?? readNames(facts, splitList(input), false);
    if (Array.isArray(input)) return isNone(input) ? [] : readNames(facts, input, true);
    return refuse(facts, input);
  },
  fromText: readFlags,
  toText: (value) => (Array.isArray(value) ? value.join(", ") : textOf(value)),
  jsonSchema,
  typeScript: (facts) => `readonly (${namesType(facts)})[]`,
  pulumi: (_, __, names) => ({ type: "array", items: names }),
});

function readFlags(facts: AttributeFacts, text: string): readonly string[] | undefined {
  const mask = readInteger(text);
  if (mask !== undefined) return ofMask(facts, mask);
  const parts = splitList(text);
  if (isNone(parts)) return [];
  const names = parts.map((part) => findName(facts, part));
  return names.includes(undefined) ? undefined : inOrder(facts, names);
}

function readNames(facts: AttributeFacts, parts: readonly unknown[], positions: boolean): readonly string[] {
  const problems: ValueProblem[] = [];
  const names = parts.map((part, index) => {
    const name = typeof part === "string" ? findName(facts, part.trim()) : undefined;
    if (name === undefined)
      problems.push({
        subpath: positions ? `[${index}]` : "",
        message: describeOther(valueNames(facts), part, showOf(facts)),
      });
    return name;
  });
  ValueError.throwAll(problems);
  return inOrder(facts, names);
}

function ofMask(facts: AttributeFacts, mask: number): readonly string[] | undefined {
  if (!Number.isInteger(mask) || mask < 0 || mask > allBits(facts)) return undefined;
  return (facts.values ?? []).filter((value) => (mask & value.number) !== 0).map((value) => value.name);
}

function allBits({ values = [] }: AttributeFacts): number {
  return values.reduce((sum, { number }) => sum + number, 0);
}

function inOrder(facts: AttributeFacts, names: readonly (string | undefined)[]): readonly string[] {
  return valueNames(facts).filter((name) => names.includes(name));
}

function findName(facts: AttributeFacts, text: string): string | undefined {
  return valueNames(facts).find((name) => name.toLowerCase() === text.toLowerCase());
}

function isNone(parts: readonly unknown[]): boolean {
  return parts.length === 0 || (parts.length === 1 && typeof parts[0] === "string" && /^\s*none\s*$/i.test(parts[0]));
}

function jsonSchema(facts: AttributeFacts): JsonSchema {
  const range = { min: 0, max: allBits(facts) };
  const name = `\\s*${either(valueNames(facts).map(anyCase))}\\s*`;
  const item = { anyOf: [{ enum: valueNames(facts) }, { type: "string", pattern: `^${name}$` }] };
  const none = anyCase("None");
  const text = `^(?:\\s*(?:${none}|${integerText(range)})?\\s*|${name}(?:,${name})*)$`;
  return {
    anyOf: [
      { type: "array", items: item },
      { type: "array", items: { type: "string", pattern: trimmed(none) }, maxItems: 1 },
      { type: "string", pattern: text },
      { type: "integer", minimum: 0, maximum: range.max },
    ],
  };
}

function refuse(facts: AttributeFacts, input: unknown): never {
  throw wrongValue(facts, `a list of ${valueNames(facts).join(", ")} (or [] for none)`, input);
}
