import * as z from "zod";
import { optional } from "../input/members";
import { object } from "../input/object";
import { attributeOf } from "../schema/app-pool-attributes";
import type { Attribute } from "../schema/attribute";
import { type AttributeValue, parseValue } from "../schema/codecs";
import { attributeSchema } from "../schema/json-schema";
import { keyPath } from "../schema/key-path";
import { otherKey } from "../schema/other-attributes";
import { groupAt } from "../schema/setting-groups";
import { groupPaths, keysOf } from "../schema/settings-paths";
import { unknownName } from "../unknown-name";
import { other } from "./other-schema";
import { suggest } from "./suggest";
import { valueMember } from "./value-member";

/** The members of an object of settings. */
export type SettingsShape = Readonly<Record<string, z.ZodType>>;

/** The schema of a setting: it returns the canonical value. */
export function settingMember(attribute: Attribute): z.ZodType<AttributeValue> {
  return valueMember((input) => parseValue(attribute, input), attributeSchema(attribute));
}

/**
 * The members of all settings of a pool, including groups and `other`; each is optional. In a JSON Schema
 * each member is one definition.
 *
 * @param instead takes the place of the members of these attributes, by path
 * @param like of which the members are taken where nothing takes their place. Default: all are made
 * @param prefix what the names of the definitions begin with that are made
 */
export function settingsShape(instead: SettingsShape, like: SettingsShape = {}, prefix = ""): SettingsShape {
  const replaced = Object.keys(instead).map((path) => path.replace(/\..*/, ""));
  const keys = keysOf("").filter((key) => !(key in like) || replaced.includes(key));
  return { ...like, ...membersOf("", instead, prefix, keys), [otherKey]: like[otherKey] ?? optional(other()) };
}

/**
 * An object with settings at its top level.
 *
 * @param own the members beside the settings
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
      return [key, optional(isGroup || group === "" ? member.meta({ ...member.meta(), id: prefix + path }) : member)];
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
