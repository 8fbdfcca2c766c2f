import type { FieldOfSchema } from "../../input/field-table";

/**
 * Reads a text of the stack's config as a value of this type: `22`, `true`, `{"host":"a"}`. Other texts
 * are returned unchanged, for the check.
 */
export function readConfigText(value: unknown, type: FieldOfSchema["type"] | undefined): unknown {
  if (typeof value !== "string" || type === undefined || type === "string") return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
