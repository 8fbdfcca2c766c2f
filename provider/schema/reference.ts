import { attributeOf } from "./app-pool-attributes";
import type { Attribute } from "./attribute";
import { attributeNotes, describeDefault } from "./attribute-notes";
import { settingGroups, type SettingGroup } from "./setting-groups";
import { groupPaths, keysOf } from "./settings-paths";

const head = `# Settings of an application pool

<!-- Generated from the attribute table by scripts/docs.mjs (npm run docs). Do not edit. -->

Every setting of \`<applicationPools><add>\` and of \`applicationPoolDefaults\`, as the IIS schemas 7.0 to 10.0 declare them.
What you leave out is not managed: the pool keeps what it has, and inherits the rest from \`applicationPoolDefaults\` and then
from the default given here. An empty list or an empty group of variables clears the pool's own.

| written as | accepted |
|---|---|
| duration | \`20m\`, \`29h\`, \`1d5h\`, \`1h30m\`, \`90s\`, \`00:20\` (hours and minutes), \`00:20:00\`, \`29:00:00\`, \`1.05:00:00\`, or the number 0; no other bare number |
| memory | a number of KB, or \`512MB\`, \`1.5GB\`, \`1TB\`; units of 1024, whole KB |
| share | a number of 1/1000 %, or \`50%\`, \`12.5%\` |
| time of day | \`3:00\`, \`03:00\` or \`03:00:00\`, whole minutes; a schedule is a list, one time or a comma text |
| flags | a list, a comma text, or the bit mask; \`[]\` or \`None\` for none; letter case does not count |
| enum | the name in any letter case, or its number |
| bool | \`true\` or \`false\`, also as text |
| text | anything without control characters; numbers must be quoted |`;

/** The page docs/reference.md: a section for each group and each attribute. */
export function referencePage(): string {
  return `${[head, ...settingGroups.map(groupSection)].join("\n\n")}\n`;
}

function groupSection(group: SettingGroup): string {
  const attributes = keysOf(group.path)
    .map((key) => (group.path === "" ? key : `${group.path}.${key}`))
    .filter((path) => !groupPaths.includes(path))
    .map(attributeOf);
  const title = group.path === "" ? "The pool itself" : `\`${group.path}\``;
  return [
    `## ${title}`,
    `${group.doc} [Vendor's page](${group.link})`,
    summary(attributes),
    ...attributes.map(attributeSection),
  ].join("\n\n");
}

function summary(attributes: readonly Attribute[]): string {
  const rows = attributes.map((attribute) => {
    const { path, since } = attribute;
    return `| [\`${path}\`](#${anchor(path)}) | ${typeOf(attribute)} | ${cell(describeDefault(attribute))} | ${since} |`;
  });
  return ["| setting | type | default | since IIS |", "|---|---|---|---|", ...rows].join("\n");
}

function attributeSection(attribute: Attribute): string {
  const facts = [
    `Type: ${typeOf(attribute)}.`,
    `Default: ${describeDefault(attribute)}.`,
    ...attributeNotes(attribute),
    ...(attribute.examples === undefined ? [] : [`Examples: ${attribute.examples.map(example).join(", ")}.`]),
    `[Vendor's page](${attribute.link})`,
  ];
  return [`### \`${attribute.path}\``, attribute.doc, facts.map((fact) => `- ${fact}`).join("\n")].join("\n\n");
}

function typeOf({ kind, type }: Attribute): string {
  if (kind === "list") return `list of ${type}`;
  return kind === "map" ? `map of name to ${type}` : type;
}

function anchor(path: string): string {
  return path.toLowerCase().replaceAll(".", "");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

function example(value: unknown): string {
  return `\`${JSON.stringify(value)}\``;
}
