import type { JsonSchema } from "../input/json-schema";

/** Members that hold schemas by names that are no keywords. */
const named: ReadonlySet<string> = new Set(["properties", "definitions"]);

/** Members that are kept: they refuse no value. */
const kept: ReadonlySet<string> = new Set([
  ...["$ref", "definitions", "properties", "items"],
  ...["title", "description", "default", "examples", "readOnly", "writeOnly"],
]);

/**
 * A JSON Schema with its keys and its texts for people, which accepts every value. `dsc` stops at the first fault of its schema, without
 * the place, and shows the whole value, which may hold a secret. So it leaves all faults to the program, which reports them at once.
 */
export function looseSchema(schema: JsonSchema): JsonSchema {
  const members = Object.entries(schema).filter(([key]) => kept.has(key));
  return Object.fromEntries(members.map(([key, value]) => [key, looseMember(key, value)]));
}

function looseMember(key: string, value: unknown): unknown {
  if (key === "items") return looseSchema(value as JsonSchema);
  if (!named.has(key)) return value;
  const members = Object.entries(value as Readonly<Record<string, JsonSchema>>);
  return Object.fromEntries(members.map(([name, schema]) => [name, looseSchema(schema)]));
}
