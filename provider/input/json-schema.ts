import * as z from "zod";
import { defaultInWords } from "./default-in-words";

/** A JSON Schema, draft 07. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The JSON Schema of what a schema reads, for editors and other tools. What carries an `id` in its metadata stands once, among
 * the definitions.
 */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, {
    target: "draft-07",
    io: "input",
    unrepresentable: "any",
    override: ({ jsonSchema }) => {
      const ours = jsonSchema as z.GlobalMeta & {
        additionalProperties?: unknown;
        allOf?: unknown;
        writeOnly?: true;
      };
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
}

/** What no JSON Schema knows. */
const ownMetadata = ["defaultsTo", "secret", "isIdentity", "environment", "valueDocs"] as const;

/** Of an object of known keys: see {@link object}. */
function isNever(schema: unknown): boolean {
  return typeof schema === "object" && schema !== null && "not" in schema && Object.keys(schema).length === 1;
}
