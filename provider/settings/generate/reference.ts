import { attributeOf, settingAttributes } from "../app-pool-attributes";
import type { Attribute } from "../codecs/codec";
import { attributeNotes, describeDefault } from "./attribute-notes";
import { settingGroups, type SettingGroup } from "../groups";
import { keyPath } from "../key-path";
import { groupPaths, keysOf } from "../paths";

const head = `# Settings of an application pool

<!-- Generated from the attribute table by scripts/docs.mts (npm run docs). Do not edit. -->

For everyone who declares pools. After reading a section you know the unit, range, default and effect of a setting.

\`\`\`sh
iispools explain recycling.periodicRestart
\`\`\`

Every setting of \`<applicationPools><add>\` and of \`applicationPoolDefaults\`, as the IIS schemas 7.0 to 10.0 declare them. A setting that
you omit is not managed: the pool keeps its value, or inherits it from \`applicationPoolDefaults\`, or has the default given here. An empty
list or an empty group of variables clears the pool's own.

| written as | accepted |
|---|---|
${spellingRows()}`;

/** A row for each type that the settings have. */
function spellingRows(): string {
  const rows = settingAttributes.map(({ codec }) => `| ${codec.name} | ${codec.spellings} |`);
  return [...new Set(rows)].join("\n");
}

/** The page docs/administrators/settings.md: a section for each group and each attribute. */
export function referencePage(): string {
  return `${[head, ...settingGroups.map(groupSection)].join("\n\n")}\n`;
}

function groupSection(group: SettingGroup): string {
  const attributes = keysOf(group.path)
    .map((key) => keyPath(group.path, key))
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
    return `| [\`${path}\`](#${anchor(path)}) | ${attribute.codec.iisType} | ${cell(describeDefault(attribute))} | ${since} |`;
  });
  return ["| setting | type | default | since IIS |", "|---|---|---|---|", ...rows].join("\n");
}

function attributeSection(attribute: Attribute): string {
  const facts = [
    `Type: ${attribute.codec.iisType}.`,
    `Default: ${describeDefault(attribute)}.`,
    ...attributeNotes(attribute),
    ...(attribute.examples === undefined ? [] : [`Examples: ${attribute.examples.map(example).join(", ")}.`]),
    `[Vendor's page](${attribute.link})`,
  ];
  return [`### \`${attribute.path}\``, attribute.doc, facts.map((fact) => `- ${fact}`).join("\n")].join("\n\n");
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
