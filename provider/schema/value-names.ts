import type { AttributeFacts } from "./attribute-facts";

/** The names of a choice or of flags, in schema order; none for other types. */
export function valueNames({ values = [] }: AttributeFacts): readonly string[] {
  return values.map(({ name }) => name);
}
