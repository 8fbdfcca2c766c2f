import { variableKey } from "../../names";
import type { AttributeValue } from "../attribute-facts";

/** Environment variables, name to value. */
export type Variables = Readonly<Record<string, string>>;

/**
 * A value as it may be shown to programs: only the names of variables, because their values may be secrets; anything else as
 * it is.
 *
 * @param before the value that it replaces: a variable that has another value there is `[changed]`.
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
