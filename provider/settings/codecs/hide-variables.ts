import { variableKey } from "../../names";
import type { AttributeValue } from "../attribute-facts";

/** Environment variables, name to value. */
export type Variables = Readonly<Record<string, string>>;

/**
 * A value that programs may show: for variables only the names, because their values may be secrets; other values are
 * unchanged.
 *
 * @param before the value that it replaces; a variable with another value there is `[changed]`
 */
export function hideVariables(value: AttributeValue, before?: AttributeValue): AttributeValue {
  return isVariables(value) ? hideTexts(value, before) : value;
}

/** The variables with `[secret]` or `[changed]` in place of their values; see {@link hideVariables}. */
export function hideTexts(variables: Variables, before: AttributeValue | undefined): Variables {
  const old = before !== undefined && isVariables(before) ? Object.entries(before) : [];
  const earlier = new Map(old.map(([name, text]) => [variableKey(name), text]));
  const shown = Object.entries(variables).map(([name, text]) => {
    const isSame = (earlier.get(variableKey(name)) ?? text) === text;
    return [name, isSame ? "[secret]" : "[changed]"] as const;
  });
  return Object.fromEntries(shown);
}

/** Whether a value is a map. */
export function isVariables(value: AttributeValue): value is Variables {
  return typeof value === "object" && !Array.isArray(value);
}
