import type { Attribute } from "./attribute";
import type { AttributeValue } from "./attribute-value";

/**
 * A canonical scalar as the text that appcmd takes and prints; no flag at all is the empty text. A list gives comma
 * text.
 * @throws TypeError for a map, which appcmd knows only variable by variable
 */
export function formatText(attribute: Attribute, value: AttributeValue): string {
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return value.join(attribute.kind === "list" ? "," : ", ");
  throw new TypeError(`${attribute.path} has no text: it is a map`);
}
