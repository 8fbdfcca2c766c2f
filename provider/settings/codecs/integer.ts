import type { JsonSchema } from "../../input/json-schema";
import type { AttributeFacts } from "../attribute-facts";
import { codec, type TypeSpec } from "./codec";
import { integerText, trimmed } from "./patterns";
import { checkRange, describeRangeOf, rangeOn, type Scale } from "./range";
import { wrongValue } from "./value-error";

const integerForm = /^[+-]?\d{1,15}$/;

/** A whole number of 32 bits without a sign. Reads numbers and digits. */
export const integer = integerCodec("uint", { min: 0, max: 4_294_967_295 });

/** A whole number of 32 bits with a sign. */
export const signedInteger = integerCodec("int", { min: -2_147_483_648, max: 2_147_483_647 });

/** The range of IIS's `uint`, also for numbers that are shown as amounts. */
export const uintRange = { min: 0, max: 4_294_967_295 } as const;

function integerCodec(iisType: string, range: Scale["range"]): ReturnType<typeof codec<number>> {
  const scale: Scale = { range, describe: String, isBare: true };
  return codec<number>({
    name: "number",
    iisType,
    spellings: "a whole number, also as text",
    scale,
    read: (facts, input) => parseInteger(scale, facts, input),
    fromText: (_, text) => readInteger(text),
    jsonSchema: (facts) => ({
      anyOf: [numberSchema(scale, facts), { type: "string", pattern: trimmed(integerText(rangeOn(scale, facts))) }],
    }),
    typeScript: () => "number",
    pulumi: (facts) => numberType(scale, facts),
  });
}

/**
 * A whole number within the range. Reads numbers and digits.
 * @throws ValueError
 */
export function parseInteger(scale: Scale, facts: AttributeFacts, input: unknown): number {
  const value = typeof input === "string" ? readInteger(input) : input;
  if (typeof value !== "number" || !Number.isSafeInteger(value)) {
    throw wrongValue(facts, `a whole number ${describeRangeOf(scale, facts)}`, input);
  }
  checkRange(scale, facts, value);
  return withoutSign(value);
}

/** appcmd's text of a whole number; `undefined` for other texts. */
export function readInteger(text: string): number | undefined {
  const trimmedText = text.trim();
  return integerForm.test(trimmedText) ? withoutSign(Number(trimmedText)) : undefined;
}

/** -0 would be written as "0", but would not be equal to 0. */
function withoutSign(value: number): number {
  return value === 0 ? 0 : value;
}

/** A JSON number within the range. */
export function numberSchema(scale: Scale, facts: AttributeFacts): JsonSchema {
  const { min, max, step } = rangeOn(scale, facts);
  return { type: "integer", minimum: min, maximum: max, ...(step !== undefined && { multipleOf: step }) };
}

/** A number in Pulumi's package schema, where integers are signed 32-bit numbers in some languages. */
export function numberType(scale: Scale, facts: AttributeFacts): TypeSpec {
  return { type: rangeOn(scale, facts).max < 2 ** 31 ? "integer" : "number" };
}
