import * as z from "zod";
import { addLateMetadata, defaultInWords, type JsonSchema } from "./json-schema";

/** One member of a schema, for pages and for the schemas of other systems. */
export interface FieldOfSchema {
  readonly key: string;
  readonly type: "string" | "integer" | "number" | "boolean" | "object" | "array";
  /** Its description, the same as the TSDoc of its key. */
  readonly doc: string;
  readonly isRequired: boolean;
  /** The default, in words. */
  readonly defaultsTo?: string;
  /** All accepted texts, if there are few. */
  readonly values?: readonly string[];
  /** What each of the texts means. */
  readonly valueDocs?: Readonly<Record<string, string>>;
  readonly examples?: readonly unknown[];
  readonly secret?: true;
  readonly isIdentity?: true;
  /** The environment variable that it falls back to. */
  readonly environment?: string;
  /** The members of an object of known keys. */
  readonly fields?: readonly FieldOfSchema[];
}

/** Created once for each schema: metadata is read member by member. */
const made = new WeakMap<z.ZodObject, readonly FieldOfSchema[]>();

/** The members of an object's schema, in their order. */
export function fieldsOf(schema: z.ZodObject): readonly FieldOfSchema[] {
  const fields = made.get(schema) ?? makeFields(schema);
  made.set(schema, fields);
  return fields;
}

function makeFields(schema: z.ZodObject): readonly FieldOfSchema[] {
  return Object.entries(schema.shape).map(([key, member]): FieldOfSchema => {
    const inner = member instanceof z.ZodOptional ? (member.unwrap() as z.ZodType) : (member as z.ZodType);
    const meta = { ...inner.meta(), ...(member as z.ZodType).meta() };
    const { description = "", examples, valueDocs, secret, isIdentity, environment } = meta;
    const defaultsTo = defaultInWords(meta);
    return {
      ...{ key, ...(valueDocs === undefined ? typeOf(inner) : textsOf(valueDocs)) },
      ...{ doc: description, isRequired: inner === member },
      ...(defaultsTo !== undefined && { defaultsTo }),
      ...(valueDocs !== undefined && { valueDocs }),
      ...(examples !== undefined && { examples: examples as unknown[] }),
      ...(secret && { secret }),
      ...(isIdentity && { isIdentity }),
      ...(environment !== undefined && { environment }),
      ...(inner instanceof z.ZodObject && { fields: fieldsOf(inner) }),
    };
  });
}

/** Texts with a meaning each, even if other spellings are accepted. */
function textsOf(valueDocs: Readonly<Record<string, string>>): Pick<FieldOfSchema, "type" | "values"> {
  return { type: "string", values: Object.keys(valueDocs) };
}

/** The common types do not use a JSON Schema, which takes a millisecond: programs call this when they start. */
function typeOf(schema: z.ZodType): Pick<FieldOfSchema, "type" | "values"> {
  if (schema instanceof z.ZodString) return { type: "string" };
  if (schema instanceof z.ZodBoolean) return { type: "boolean" };
  if (schema instanceof z.ZodObject) return { type: "object" };
  if (schema instanceof z.ZodEnum) return { type: "string", values: schema.options as string[] };
  if (schema instanceof z.ZodNumberFormat) return { type: "integer" };
  if (schema instanceof z.ZodNumber) return { type: "number" };
  if (schema instanceof z.ZodLiteral) return { type: typeof [...schema.values][0] === "number" ? "integer" : "string" };
  const { type = "string" } = jsonSchema(schema);
  return { type: type as FieldOfSchema["type"] };
}

/**
 * The Markdown table of an object's members: type, default and meaning.
 *
 * @param otherForms other schemas of the same object: their constants are values of the members too
 */
export function fieldTable(schema: z.ZodObject, otherForms: readonly z.ZodObject[] = []): string {
  const rows = fieldsOf(schema).map(({ key, type, values, doc, isRequired, defaultsTo, examples, secret }) => {
    const notes = [
      ...(doc === "" ? [] : [doc]),
      ...(secret === true ? ["A secret."] : []),
      ...(examples === undefined ? [] : [`Example: ${examples.map(asCode).join(", ")}.`]),
    ];
    const kindIn = ({ shape }: z.ZodObject): string => typeInWords({ ...jsonSchema(shape[key] as z.ZodType), type });
    const kinds = [schema, ...otherForms].filter(({ shape }) => key in shape).map(kindIn);
    const kind = values?.map(asCode).join(", ") ?? [...new Set(kinds)].join(", ");
    const cells = [`\`${key}\``, kind, isRequired ? "required" : (defaultsTo ?? "none"), notes.join(" ")];
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  });
  return ["| field | type | default | meaning |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

const mostValues = 6;

/**
 * A type, with the accepted values if there are few. A union lists each of its types once, and known texts by value.
 */
function typeInWords({ const: only, enum: values, anyOf, allOf, $ref, type }: JsonSchema): string {
  if (only !== undefined) return asCode(only);
  if (Array.isArray(values) && values.length <= mostValues) return values.map(asCode).join(", ");
  const forms = [...new Set(((anyOf ?? allOf ?? []) as JsonSchema[]).map((form) => typeInWords({ type, ...form })))];
  if (forms.length > 0) return forms.filter((form, at) => form !== "string" || at === 0).join(" or ");
  if ($ref !== undefined) return "object";
  return type === "array" ? "list" : String(type);
}

/** A value as in a pool file or a program. */
function asCode(value: unknown): string {
  return `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}

function jsonSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { target: "draft-07", io: "input", unrepresentable: "any", override: addLateMetadata });
}
