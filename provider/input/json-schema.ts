import * as z from "zod";

/** The default of a member in words: its environment variable, else its default value. Undefined if it has neither. */
export function defaultInWords({ environment, defaultsTo }: z.GlobalMeta): string | undefined {
  const variable = environment === undefined ? [] : [`the environment variable ${environment}`];
  return [...variable, ...(defaultsTo === undefined ? [] : [defaultsTo])].join(", else ") || undefined;
}

/** A JSON Schema, draft 07. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const lateMetadata = new WeakMap<z.core.$ZodType, () => JsonSchema>();

/** Adds metadata that is made only for a JSON Schema: reading an input does not wait for it. `meta()` does not return it. */
export function describeLate<S extends z.ZodType>(schema: S, describe: () => JsonSchema): S {
  lateMetadata.set(schema, describe);
  return schema;
}

/** Writes the metadata of {@link describeLate}, also that of the schema of which this one is a copy. */
export function addLateMetadata(written: { zodSchema: z.core.$ZodType; jsonSchema: object }): void {
  let from: z.core.$ZodType | undefined = written.zodSchema;
  while (from !== undefined && !lateMetadata.has(from)) from = from._zod.parent;
  if (from !== undefined) Object.assign(written.jsonSchema, { ...lateMetadata.get(from)?.(), ...written.jsonSchema });
}

/**
 * The JSON Schema of a schema's input, for editors and other tools. A schema with an `id` in its metadata is written once, among
 * the definitions.
 */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const made = z.toJSONSchema(schema, {
    target: "draft-07",
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      addLateMetadata({ zodSchema, jsonSchema });
      const ours = jsonSchema as z.GlobalMeta & {
        additionalProperties?: unknown;
        allOf?: unknown;
        writeOnly?: true;
      };
      // zod omits the examples of a transform, because they may be of its output. Ours are of its input.
      const { examples } = z.globalRegistry.get(zodSchema) ?? {};
      if (examples !== undefined) ours.examples = examples;
      const { description } = ours;
      const defaultsTo = defaultInWords(ours);
      if (defaultsTo !== undefined)
        ours.description = [description, `Default: ${defaultsTo}.`].filter(Boolean).join(" ");
      if (ours.secret === true) ours.writeOnly = true;
      // A reference to a shared definition has no members of its own, so it would refuse those of the definition.
      if (ours.allOf !== undefined) delete ours.additionalProperties;
      if (isNever(ours.additionalProperties)) ours.additionalProperties = false;
      for (const key of ownMetadata) Reflect.deleteProperty(ours, key);
    },
  });
  return withBareReferences(made) as JsonSchema;
}

/** Removes the `allOf` around a single reference. */
function withBareReferences(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withBareReferences);
  if (typeof schema !== "object" || schema === null) return schema;
  const { allOf, ...others } = schema as { readonly allOf?: readonly object[] };
  const [only, ...more] = allOf ?? [];
  if (only !== undefined && "$ref" in only && more.length === 0 && Object.keys(others).length === 0) return only;
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, withBareReferences(value)]));
}

/** Metadata that is not part of JSON Schema. */
const ownMetadata = ["defaultsTo", "secret", "formInFile", "isIdentity", "environment", "valueDocs"] as const;

/** Whether it accepts nothing, as the catchall of {@link object} does. */
function isNever(schema: unknown): boolean {
  return typeof schema === "object" && schema !== null && "not" in schema && Object.keys(schema).length === 1;
}
