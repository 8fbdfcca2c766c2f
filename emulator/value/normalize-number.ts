import type { AttributeSchema } from "../schema/load-schema";
import type { Normalized } from "./normalized";

/** Largest number of the schema type uint. */
const maximalUint = 4_294_967_295;

/** Checks a whole number against the range of its schema, or against 32 bits where the schema has none. */
export function normalizeNumber(schema: AttributeSchema, text: string): Normalized {
  const ranged = schema.validationType === "integerRange";
  const [minimum = 0, maximum = maximalUint] = (schema.validationParameter ?? "")
    .split(",")
    .filter(Boolean)
    .map(Number);
  const number = /^[+-]?\d+$/.test(text.trim()) ? Number(text.trim()) : NaN;
  if (number >= minimum && number <= maximum) return { value: String(Math.abs(number)) };
  return {
    reason: ranged
      ? `Integer value must be between ${minimum} and ${maximum} inclusive`
      : "Not a valid unsigned integer",
  };
}
