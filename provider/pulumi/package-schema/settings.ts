import { attributeOf, settingAttributes } from "../../settings/app-pool-attributes";
import type { Attribute, Side } from "../../settings/codecs/codec";
import { attributeNotes, describeDefault } from "../../settings/generate/attribute-notes";
import { otherDoc, otherKey } from "../../settings/other-attributes";
import { groupAt, settingGroups } from "../../settings/groups";
import { keyPath } from "../../settings/key-path";
import { groupPaths, keysOf } from "../../settings/paths";
import {
  enumOf,
  mapOf,
  type ObjectSpec,
  pascalCase,
  type PropertySpecs,
  type PropertySpec,
  refTo,
  tokenOf,
  type Types,
} from "./spec";

/** The type of a group's settings; `""`: the type of all settings of a pool. */
export function settingsType(group: string, side: Side): string {
  return `${groupAt(group).typeName}${side === "output" ? "Result" : ""}`;
}

/** The properties of a group of settings (`""`: those of the pool itself), including groups. */
export function settingProperties(group: string, side: Side): PropertySpecs {
  const properties = keysOf(group).map((key): [string, PropertySpec] => {
    const path = keyPath(group, key);
    return [key, groupPaths.includes(path) ? groupProperty(path, side) : attributeProperty(attributeOf(path), side)];
  });
  const other = { ...mapOf({ type: "string" }), description: otherDoc };
  return { ...Object.fromEntries(properties), ...(group === "" && { [otherKey]: other }) };
}

/** Every type for settings: both sides of each group, and each enum. */
export function settingTypes(): Types {
  const inner = settingGroups.map(({ path }) => path).filter((path) => path !== "");
  return Object.fromEntries<Types[string]>([
    ...inner.map((path) => [tokenOf(settingsType(path, "input")), groupType(path, "input")] as const),
    ...["", ...inner].map((path) => [tokenOf(settingsType(path, "output")), groupType(path, "output")] as const),
    ...settingAttributes
      .filter(({ values }) => values !== undefined)
      .map((attribute) => [tokenOf(enumName(attribute)), attributeEnum(attribute)] as const),
  ]);
}

function groupType(path: string, side: Side): ObjectSpec {
  const { doc, link } = groupAt(path);
  return { description: `${doc}\n\n${vendorPage(link)}`, type: "object", properties: settingProperties(path, side) };
}

function groupProperty(path: string, side: Side): PropertySpec {
  return { ...refTo(settingsType(path, side)), description: groupAt(path).doc };
}

function attributeProperty(attribute: Attribute, side: Side): PropertySpec {
  const notes = [...attributeNotes(attribute), `Default of IIS: ${describeDefault(attribute)}.`].join(" ");
  return {
    ...attribute.codec.pulumi(attribute, side, refTo(enumName(attribute))),
    description: [attribute.doc, notes, vendorPage(attribute.link)].join("\n\n"),
    ...(attribute.secret === true && { secret: true }),
  };
}

/** An enum has the name of its setting, with the group's name if the setting's name is too general: `CpuAction`. */
function enumName({ path }: Attribute): string {
  const [key = "", group = ""] = path.split(".").reverse();
  return pascalCase(/[A-Z]/.test(key) ? key : group) + (/[A-Z]/.test(key) ? "" : pascalCase(key));
}

function attributeEnum({ doc, values = [] }: Attribute): ReturnType<typeof enumOf> {
  const texts = values.map(({ name, doc: meaning, since }) => [
    name,
    since === undefined ? meaning : `${meaning} Since IIS ${since}.`,
  ]);
  return enumOf(doc, Object.fromEntries(texts) as Record<string, string>);
}

function vendorPage(link: string): string {
  return `[Vendor's page](${link})`;
}
