import type { JsonSchema } from "../input/json-schema";

/** Any reference, whole or part of a text. */
const anyReference = "\\$\\{env:";
/** A reference that is not the whole text. */
const partialReference = `^(?!\\$\\{env:[A-Za-z_]\\w*\\}$)[^]*${anyReference}`;
/** Texts with a reference that the pattern of some setting accepts. */
const samples = ["${env:NAME}", "${env:NAME}@example.com"];

/**
 * The JSON Schema of a file in which `${env:NAME}` is allowed as the whole value of a secret, and in no other text; keys are not
 * checked. See `resolveSecrets` and `misplacedReferences`, which read such files.
 */
export function referencesForSecrets(schema: JsonSchema): JsonSchema {
  return changed(schema) as JsonSchema;
}

function changed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(changed);
  if (typeof schema !== "object" || schema === null) return schema;
  const members = Object.entries(schema).map(([key, value]: [string, unknown]) => [
    key,
    notValues.has(key) ? value : changed(value),
  ]);
  const rest = Object.fromEntries(members) as JsonSchema;
  if (!takesReferences(rest)) return rest;
  return { ...rest, not: { pattern: rest["writeOnly"] === true ? partialReference : anyReference } };
}

const notValues: ReadonlySet<string> = new Set(["propertyNames", "examples", "enum", "const"]);

/** Whether it accepts texts and does not exclude a reference itself. */
function takesReferences({ type, not, pattern, allOf = [] }: JsonSchema): boolean {
  if (type !== "string" || not !== undefined) return false;
  const patterns = [pattern, ...(allOf as readonly JsonSchema[]).map((one) => one["pattern"])].filter(Boolean);
  return samples.some((text) => patterns.every((one) => new RegExp(String(one)).test(text)));
}
