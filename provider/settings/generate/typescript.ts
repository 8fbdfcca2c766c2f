import { attributeOf } from "../app-pool-attributes";
import type { Attribute } from "../codecs/codec";
import { attributeNotes, describeDefault } from "./attribute-notes";
import { otherDoc, otherKey } from "../other-attributes";
import { groupAt, settingGroups, type SettingGroup } from "../groups";
import { keyPath } from "../key-path";
import { groupPaths, keysOf } from "../paths";

const head = "// Generated from the attribute table by scripts/docs.mts (npm run docs). Do not edit.";

/**
 * The source text of app-pool-settings.ts, before formatting: one interface for each group, with the types of the
 * user's input.
 */
export function settingsSource(): string {
  return [head, ...settingGroups.map(interfaceSource)].join("\n\n");
}

function interfaceSource(group: SettingGroup): string {
  const properties = keysOf(group.path).map((key) => {
    const path = keyPath(group.path, key);
    if (!groupPaths.includes(path)) return propertySource(key, attributeOf(path));
    const { doc, typeName } = groupAt(path);
    return `/** ${doc} */\n${key}?: ${typeName};`;
  });
  if (group.path === "") {
    properties.push(`/** ${otherDoc} */\n${otherKey}?: Readonly<Record<string, string | number | boolean>>;`);
  }
  const doc = comment([group.doc, "", `@see {@link ${group.link}}`]);
  return `${doc}\nexport interface ${group.typeName} {\n${properties.join("\n\n")}\n}`;
}

function propertySource(key: string, attribute: Attribute): string {
  const notes = attributeNotes(attribute);
  const doc = comment([
    attribute.doc,
    ...(notes.length === 0 ? [] : ["", ...notes]),
    "",
    `@default ${describeDefault(attribute)}`,
    `@see {@link ${attribute.link}}`,
  ]);
  return `${doc}\n${key}?: ${attribute.codec.typeScript(attribute)};`;
}

function comment(lines: readonly string[]): string {
  return ["/**", ...lines.map((line) => ` * ${line}`.trimEnd()), " */"].join("\n");
}
