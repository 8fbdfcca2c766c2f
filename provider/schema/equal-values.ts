import type { Attribute } from "./attribute";
import type { AttributeValue } from "./attribute-value";
import { equalVariables } from "./environment-variables";
import { parseText } from "./parse-text";

/**
 * Whether two values mean the same to IIS: `29:00:00` is `1.05:00:00`, an enum's number its name, flags and schedules
 * are sets, names of variables and pools and versions of the CLR ignore letter case. Other texts are compared as they are.
 */
export function equalValues(attribute: Attribute, a: AttributeValue, b: AttributeValue): boolean {
  if (isMap(a) || isMap(b)) return isMap(a) && isMap(b) && equalVariables(a, b);
  return meaning(attribute, a) === meaning(attribute, b);
}

function isMap(value: AttributeValue): value is Readonly<Record<string, string>> {
  return typeof value === "object" && !Array.isArray(value);
}

function meaning(attribute: Attribute, value: Exclude<AttributeValue, Readonly<Record<string, string>>>): string {
  const canonical = parseText(attribute, typeof value === "object" ? value.join(",") : String(value));
  const text = typeof canonical === "object" ? Object.values(canonical).join("\n") : String(canonical);
  return attribute.path === "name" || attribute.texts !== undefined ? text.toLowerCase() : text;
}
