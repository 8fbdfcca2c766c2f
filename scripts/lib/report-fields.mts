/** What is read of a JSON Schema. */
interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly type?: string | readonly string[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly required?: readonly string[];
  readonly description?: string;
  readonly examples?: readonly unknown[];
}

/** The JSON Schema of the reports: which documents there are, and what they consist of. */
export interface ReportJsonSchema {
  readonly definitions: Readonly<Record<string, Schema>>;
  readonly anyOf: readonly Schema[];
}

/** The documents and parts that a JSON Schema defines, for a page in Markdown: which there are, and a table of the members of each. */
export function reportFields({ definitions, anyOf }: ReportJsonSchema): string {
  const rows = anyOf.map(idOf).map((id) => `| \`${schemaName(definitions, id)}\` | ${definitions[id]?.description} |`);
  const sections = Object.entries(definitions).map(section);
  return [["| `schema` | of |", "| --- | --- |", ...rows].join("\n"), ...sections].join("\n\n");
}

function schemaName(definitions: ReportJsonSchema["definitions"], id: string): string {
  const { properties, anyOf = [] } = definitions[id] ?? {};
  const own = properties?.["schema"]?.const;
  return typeof own === "string" ? own : schemaName(definitions, idOf(anyOf[0]));
}

function section([id, one]: [string, Schema]): string {
  const { description = "", properties, required = [] } = one;
  if (properties === undefined) return [`### ${id}`, `${typeOf(one)}. ${meaningOf(one)}`].join("\n\n");
  const rows = Object.entries(properties).map(([name, member]) => {
    const key = `\`${name}\`${required.includes(name) ? "" : "?"}`;
    return `| ${[key, typeOf(member), meaningOf(member)].map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  });
  const head = ["| member | type | meaning |", "| --- | --- | --- |"];
  return [`### ${id}`, "", description, "", ...head, ...rows].join("\n");
}

function meaningOf({ description = "", examples = [], properties = {} }: Schema): string {
  const inner = Object.entries(properties).flatMap(([name, member]) =>
    member.description === undefined ? [] : [`\`${name}\`: ${member.description}`],
  );
  const shown = examples.map((one) => `\`${JSON.stringify(one)}\``).join(", ");
  return [description, ...inner, shown && `Example: ${shown}.`].filter(Boolean).join(" ");
}

function typeOf(schema: Schema): string {
  const { enum: values, type, items = {}, properties, additionalProperties = {} } = schema;
  if (schema.$ref !== undefined) return `[${idOf(schema)}](#${idOf(schema).toLowerCase()})`;
  const forms = schema.allOf ?? schema.anyOf ?? schema.oneOf;
  if (forms !== undefined) return forms.map(typeOf).join(" or ");
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (values !== undefined) return values.map((value) => `\`${String(value)}\``).join(", ");
  if (type === "array") return `list of ${typeOf(items)}`;
  if (properties !== undefined)
    return `numbers ${Object.keys(properties)
      .map((name) => `\`${name}\``)
      .join(", ")}`;
  if (type === "object") return `map of name to ${typeOf(additionalProperties)}`;
  return [type ?? "any value"].flat().join(" or ");
}

/** The name of the definition that a schema refers to. */
function idOf({ $ref = "" }: Schema = {}): string {
  return $ref.slice($ref.lastIndexOf("/") + 1);
}
