import * as z from "zod";
import { defaultInWords } from "./default-in-words";

/** A JSON Schema, draft 07. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The JSON Schema of what a schema reads, for editors and other tools. What carries an `id` in its metadata stands once, among
 * the definitions.
 */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const made = z.toJSONSchema(schema, {
    target: "draft-07",
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      const ours = jsonSchema as z.GlobalMeta & {
        additionalProperties?: unknown;
        allOf?: unknown;
        writeOnly?: true;
      };
      // zod leaves examples out where a transform is: they may be of what comes out. Ours are of what goes in.
      const { examples } = z.globalRegistry.get(zodSchema) ?? {};
      if (examples !== undefined) ours.examples = examples;
      const { description } = ours;
      const defaultsTo = defaultInWords(ours);
      if (defaultsTo !== undefined)
        ours.description = [description, `Default: ${defaultsTo}.`].filter(Boolean).join(" ");
      if (ours.secret === true) ours.writeOnly = true;
      // What refers to a shared definition names no members, and so would refuse those of the definition.
      if (ours.allOf !== undefined) delete ours.additionalProperties;
      if (isNever(ours.additionalProperties)) ours.additionalProperties = false;
      for (const key of ownMetadata) Reflect.deleteProperty(ours, key);
    },
  });
  return withBareReferences(made) as JsonSchema;
}

/** A reference that stands alone needs no `allOf` around it. */
function withBareReferences(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withBareReferences);
  if (typeof schema !== "object" || schema === null) return schema;
  const { allOf, ...others } = schema as { readonly allOf?: readonly object[] };
  const [only, ...more] = allOf ?? [];
  if (only !== undefined && "$ref" in only && more.length === 0 && Object.keys(others).length === 0) return only;
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, withBareReferences(value)]));
}

/** What no JSON Schema knows. */
const ownMetadata = ["defaultsTo", "secret", "isIdentity", "environment", "valueDocs"] as const;

/** Of an object of known keys: see {@link object}. */
function isNever(schema: unknown): boolean {
  return typeof schema === "object" && schema !== null && "not" in schema && Object.keys(schema).length === 1;
}
