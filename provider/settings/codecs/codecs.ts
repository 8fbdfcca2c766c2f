import type { Attribute } from "./codec";
import type { AttributeValue } from "../attribute-facts";

export type { AttributeValue } from "../attribute-facts";
export { ValueError, type ValueProblem } from "./value-error";

/**
 * The user's input in canonical form, checked by the newest IIS's rules.
 * @throws ValueError that names the accepted inputs; docs/administrators/settings.md has the spellings of each
 *   attribute
 */
export function parseValue(attribute: Attribute, input: unknown): AttributeValue {
  return attribute.codec.read(attribute, input);
}

/**
 * appcmd's text in canonical form, without a check of its range: a live value may be older than the rules. Unreadable
 * text is returned unchanged.
 */
export function parseText(attribute: Attribute, text: string): AttributeValue {
  return attribute.codec.fromText(attribute, text) ?? text;
}

/** A canonical value as the text that appcmd reads and prints; see {@link Codec.toText}. */
export function formatText(attribute: Attribute, value: AttributeValue): string {
  return attribute.codec.toText(value);
}

/**
 * Whether two values mean the same to IIS: `29:00:00` equals `1.05:00:00`, and an enum's number equals its name. Flags
 * and schedules are sets; names of variables, pools and CLR versions ignore letter case. Other texts are compared
 * exactly.
 */
export function equalValues(attribute: Attribute, a: AttributeValue, b: AttributeValue): boolean {
  return a === b || attribute.codec.equals(attribute, a, b);
}

/**
 * A value for people: `1.5 GB`, `20 min`, `29 h`, `off`, `No Managed Code`, `Time, Memory`, `""`, `(none)`. A secret is
 * always `[secret]`, and so is the value of a variable: `DB=[secret]`.
 *
 * @param before the value that it replaces; a variable with another value there is `[changed]`
 */
export function describeValue(attribute: Attribute, value: AttributeValue, before?: AttributeValue): string {
  if (attribute.secret === true) return "[secret]";
  return zeroNameOf(attribute, value) ?? attribute.codec.describe(value, before);
}

const zeros: readonly string[] = ["", "0", "00:00:00"];

/** What reports call the value if it is 0 or empty: `off`; undefined for other values, and if the value says enough. */
function zeroNameOf({ zeroName }: Attribute, value: AttributeValue): string | undefined {
  return typeof value !== "object" && zeros.includes(String(value)) ? zeroName : undefined;
}
