import * as z from "zod";

/** One member of a schema, for pages and for the schemas of other systems. */
export interface FieldOfSchema {
  readonly key: string;
  readonly type: "string" | "integer" | "number" | "boolean" | "object" | "array";
  /** What the member says, as in the TSDoc of its key. */
  readonly doc: string;
  readonly isRequired: boolean;
  /** What holds where it is left out, in words. */
  readonly defaultsTo?: string;
  /** All accepted texts, where there are few. */
  readonly values?: readonly string[];
  readonly secret?: true;
  readonly isIdentity?: true;
}

/** What a schema of an object says of its members, in their order. */
export function fieldsOf(schema: z.ZodObject): readonly FieldOfSchema[] {
  return Object.entries(schema.shape).map(([key, member]): FieldOfSchema => {
    const inner = member instanceof z.ZodOptional ? (member.unwrap() as z.ZodType) : (member as z.ZodType);
    const { description = "", defaultsTo, secret, isIdentity } = { ...inner.meta(), ...(member as z.ZodType).meta() };
    const { type, enum: values } = z.toJSONSchema(inner, { target: "draft-07", io: "input", unrepresentable: "any" });
    return {
      ...{ key, type: (type ?? "string") as FieldOfSchema["type"], doc: description, isRequired: inner === member },
      ...(defaultsTo !== undefined && { defaultsTo }),
      ...(values !== undefined && { values: values as string[] }),
      ...(secret && { secret }),
      ...(isIdentity && { isIdentity }),
    };
  });
}

/** The table of an object's members for a page in Markdown: what each says, and its default. */
export function fieldTable(schema: z.ZodObject): string {
  const rows = fieldsOf(schema).map(({ key, type, doc, isRequired, defaultsTo, secret }) => {
    const notes = [doc, ...(secret === true ? ["A secret."] : [])].join(" ");
    return `| \`${key}\` | ${type} | ${isRequired ? "required" : (defaultsTo ?? "none")} | ${notes.replaceAll("|", "\\|")} |`;
  });
  return ["| field | type | default | meaning |", "| --- | --- | --- | --- |", ...rows].join("\n");
}
