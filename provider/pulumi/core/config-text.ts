import type { FieldOfSchema } from "../../input/field-table";

/**
 * What a text of the stack's config stands for, where a value of this type is expected: `22`, `true`, `{"host":"a"}`. What
 * is no such text stays as it is, for the check.
 */
export function readConfigText(value: unknown, type: FieldOfSchema["type"] | undefined): unknown {
  if (typeof value !== "string" || type === undefined || type === "string") return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
