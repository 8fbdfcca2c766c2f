import * as z from "zod";
import { optional } from "../../input/members";
import { object } from "../../input/object";
import { describeWrong } from "../../input/wording";
import { lazily } from "../../lazily";
import { isRecord } from "../../record";
import { appPoolAttributes, attributeOf } from "../../settings/app-pool-attributes";
import type { Attribute } from "../../settings/codecs/codec";
import { type AttributeValue, parseValue, ValueError, type ValueProblem } from "../../settings/codecs/codecs";
import { attributeSchema, otherSchema } from "../../settings/generate/json-schema";
import { groupAt } from "../../settings/groups";
import { keyPath } from "../../settings/key-path";
import { isOtherName, otherKey, otherPath, otherText } from "../../settings/other-attributes";
import { groupPaths, keysOf } from "../../settings/paths";
import { unknownName } from "../../unknown-name";
import { suggest } from "./unknown-setting";
import { valueMember } from "./value-member";

/** `other: { newThing: "value" }` of a pool: attributes that this package does not know, by their names in IIS. */
export const other = lazily(() => valueMember(readOther, otherSchema).meta({ id: "other" }));

function readOther(input: unknown): Readonly<Record<string, string>> {
  if (!isRecord(input)) throw new ValueError(describeWrong('attributes such as { newThing: "value" }', input));
  const problems: ValueProblem[] = [];
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  const read = given.map(([name, value]): readonly [string, string] => {
    const found = nameProblem(name) ?? ValueError.messageOf(() => textOf(name, value));
    if (found !== undefined) problems.push({ subpath: `[${JSON.stringify(name)}]`, message: found });
    return [name, found === undefined ? textOf(name, value) : ""];
  });
  ValueError.throwAll(problems);
  return Object.fromEntries(read);
}

function textOf(name: string, value: unknown): string {
  const attribute = attributeOf(otherPath(name));
  return parseValue(attribute, otherText(attribute, value)) as string;
}

function nameProblem(name: string): string | undefined {
  const same = (path: string): boolean => path.toLowerCase() === name.toLowerCase();
  const known = [...appPoolAttributes.map(({ path }) => path), ...groupPaths].find(same);
  if (known !== undefined) return `is known; declare ${known} beside ${otherKey}`;
  return isOtherName(name)
    ? undefined
    : "is not the name of an attribute such as newThing or processModel.newThing, or is the name of a secret";
}

/** The members of an object of settings. */
export type SettingsShape = Readonly<Record<string, z.ZodType>>;

/** The schema of a setting: it returns the canonical value. */
export function settingMember(attribute: Attribute): z.ZodType<AttributeValue> {
  return valueMember(
    (input) => parseValue(attribute, input),
    () => attributeSchema(attribute),
  );
}

/**
 * The members of all settings of a pool, including groups and `other`; each is optional. In a JSON Schema each member
 * is one definition.
 *
 * @param instead replaces the members of these attributes, by path
 * @param like provides the members that are not replaced. Default: all are created
 * @param prefix the prefix of the names of definitions that are created
 */
export function settingsShape(instead: SettingsShape, like: SettingsShape = {}, prefix = ""): SettingsShape {
  const replaced = Object.keys(instead).map((path) => path.replace(/\..*/, ""));
  const keys = keysOf("").filter((key) => !(key in like) || replaced.includes(key));
  return { ...like, ...membersOf("", instead, prefix, keys), [otherKey]: like[otherKey] ?? optional(other()) };
}

/**
 * An object with settings at its top level.
 *
 * @param own the other members besides the settings
 * @param refused other keys that are not allowed, and why
 */
export function settingsObject(
  own: SettingsShape,
  settings: SettingsShape,
  refused: Readonly<Partial<Record<string, string>>> = {},
): z.ZodObject {
  const ownKeys = Object.keys(own);
  return object(
    { ...own, ...settings },
    {
      what: "the settings of an application pool",
      unknownKey: (key) => (Object.hasOwn(refused, key) ? String(refused[key]) : unknownKey("", key, ownKeys)),
    },
  );
}

function membersOf(group: string, instead: SettingsShape, prefix: string, keys = keysOf(group)): SettingsShape {
  return Object.fromEntries(
    keys.map((key) => {
      const path = keyPath(group, key);
      const isGroup = groupPaths.includes(path);
      const member = isGroup ? groupObject(path, instead, prefix) : (instead[path] ?? settingMember(attributeOf(path)));
      // Settings at the top level are in several objects, those of a group only in the group.
      if (isGroup || group === "") member.register(z.globalRegistry, { ...member.meta(), id: prefix + path });
      return [key, optional(member)];
    }),
  );
}

function groupObject(path: string, instead: SettingsShape, prefix: string): z.ZodType {
  const { doc, link } = groupAt(path);
  const group = object(membersOf(path, instead, prefix), {
    what: `a group of settings (${keysOf(path).join(", ")})`,
    unknownKey: (key) => unknownKey(path, key, []),
  });
  return group.meta({ description: `${doc} ${link}` });
}

function unknownKey(group: string, key: string, ownKeys: readonly string[]): string {
  const meant = suggest(group, key, ownKeys);
  if (meant !== undefined && key.includes("."))
    return `${unknownName("key", key, [])}. Write ${meant} as nested groups`;
  return unknownName("key", key, [...ownKeys, ...keysOf(group)], () => meant);
}
