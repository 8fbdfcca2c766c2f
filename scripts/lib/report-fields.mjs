/** The documents and parts that a JSON Schema defines, for a page in Markdown: which there are, and a table of the members of each. */
export function reportFields({ definitions, anyOf }) {
  const documents = anyOf.map(({ $ref }) => idOf($ref));
  const rows = documents.map((id) => `| \`${schemaName(definitions, id)}\` | ${definitions[id].description} |`);
  const sections = Object.entries(definitions).map(section);
  return [["| `schema` | of |", "| --- | --- |", ...rows].join("\n"), ...sections].join("\n\n");
}

function schemaName(definitions, id) {
  const { properties, anyOf } = definitions[id];
  return properties?.schema.const ?? schemaName(definitions, idOf(anyOf[0].$ref));
}

function section([id, one]) {
  const { properties, required = [] } = one;
  if (properties === undefined) return [`### ${id}`, `${typeOf(one)}. ${meaningOf(one)}`].join("\n\n");
  const rows = Object.entries(properties).map(([name, member]) => {
    const key = `\`${name}\`${required.includes(name) ? "" : "?"}`;
    return `| ${[key, typeOf(member), meaningOf(member)].map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  });
  return [`### ${id}`, "", one.description, "", "| member | type | meaning |", "| --- | --- | --- |", ...rows].join(
    "\n",
  );
}

function meaningOf({ description = "", examples, properties }) {
  const inner = Object.entries(properties ?? {}).filter(([, member]) => member.description !== undefined);
  return [
    ...[description, ...inner.map(([name, member]) => `\`${name}\`: ${member.description}`)].filter(Boolean),
    ...(examples === undefined ? [] : [`Example: ${examples.map((one) => `\`${JSON.stringify(one)}\``).join(", ")}.`]),
  ].join(" ");
}

function typeOf({
  $ref,
  allOf,
  anyOf,
  oneOf,
  const: only,
  enum: values,
  type,
  items,
  properties,
  additionalProperties,
}) {
  if ($ref !== undefined) return `[${idOf($ref)}](#${idOf($ref).toLowerCase()})`;
  const forms = allOf ?? anyOf ?? oneOf;
  if (forms !== undefined) return forms.map(typeOf).join(" or ");
  if (only !== undefined) return `\`${JSON.stringify(only)}\``;
  if (values !== undefined) return values.map((value) => `\`${value}\``).join(", ");
  if (type === "array") return `list of ${typeOf(items)}`;
  if (properties !== undefined)
    return `numbers ${Object.keys(properties)
      .map((name) => `\`${name}\``)
      .join(", ")}`;
  return type === "object"
    ? `map of name to ${typeOf(additionalProperties)}`
    : [type ?? "any value"].flat().join(" or ");
}

function idOf(reference) {
  return reference.slice(reference.lastIndexOf("/") + 1);
}
