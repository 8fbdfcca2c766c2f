import type { JsonSchema } from "../input/json-schema";

/** Any reference, whole or part of a text. */
const anyReference = "\\$\\{env:";
/** A reference that is not the whole text. */
const partialReference = `^(?!\\$\\{env:[A-Za-z_]\\w*\\}$)[^]*${anyReference}`;
/** Texts with a reference, of the forms that some setting accepts. */
const samples = ["${env:NAME}", "${env:NAME}@example.com"];

/**
 * The JSON Schema of a file in which `${env:NAME}` stands for a secret, as its whole value, and in no other text; keys are not
 * meant. See `resolveSecrets` and `misplacedReferences`, which read such files.
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

/** Whether it is of texts, and says nothing itself that excludes a reference. */
function takesReferences({ type, not, pattern, allOf = [] }: JsonSchema): boolean {
  if (type !== "string" || not !== undefined) return false;
  const patterns = [pattern, ...(allOf as readonly JsonSchema[]).map((one) => one["pattern"])].filter(Boolean);
  return samples.some((text) => patterns.every((one) => new RegExp(String(one)).test(text)));
}
