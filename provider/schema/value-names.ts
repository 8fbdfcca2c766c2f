import type { Attribute } from "./attribute";

/** The names of an enum's values or of the flags, in schema order; none for other types. */
export function valueNames(attribute: Attribute): readonly string[] {
  return (attribute.values ?? []).map((value) => value.name);
}
