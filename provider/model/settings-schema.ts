import * as z from "zod";
import { unknownKey } from "../input/faults-of";
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
import { other } from "./other-schema";
import { suggest } from "./suggest";
import { valueMember } from "./value-member";

/** The members of an object of settings. */
export type SettingsShape = Readonly<Record<string, z.ZodType>>;

/** A setting: what a user writes becomes its canonical value. */
export function settingMember(attribute: Attribute): z.ZodType<AttributeValue> {
  return valueMember((input) => parseValue(attribute, input), attributeSchema(attribute));
}

/**
 * The members of all settings of a pool, groups and what is under `other` included; each may be left out.
 *
 * @param instead takes the place of the members of these attributes, by path
 * @param prefix what the names of the groups that hold these begin with, where other objects have the groups otherwise
 */
export function settingsShape(instead: SettingsShape, prefix = ""): SettingsShape {
  return { ...membersOf("", instead, prefix), [otherKey]: optional(other()) };
}

/**
 * An object with settings at its top.
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
      unknownKey: (key) => (Object.hasOwn(refused, key) ? String(refused[key]) : unknownSetting("", key, ownKeys)),
    },
  );
}

function membersOf(group: string, instead: SettingsShape, prefix: string): SettingsShape {
  return Object.fromEntries(
    keysOf(group).map((key) => {
      const path = keyPath(group, key);
      const member = groupPaths.includes(path)
        ? groupObject(path, instead, prefix)
        : (instead[path] ?? settingAt(path));
      return [key, optional(member)];
    }),
  );
}

/** Those at the top stand in several objects, those of a group in the group alone. */
function settingAt(path: string): z.ZodType {
  const make = (): z.ZodType => settingMember(attributeOf(path));
  return path.includes(".") ? make() : shared(path, make);
}

function groupObject(path: string, instead: SettingsShape, prefix: string): z.ZodType {
  const isOther = Object.keys(instead).some((one) => one.startsWith(`${path}.`));
  return shared(isOther ? `${prefix}${path}` : path, () => {
    const { doc, link } = groupAt(path);
    const group = object(membersOf(path, instead, prefix), {
      what: `a group of settings (${keysOf(path).join(", ")})`,
      unknownKey: (key) => unknownSetting(path, key, []),
    });
    return group.meta({ description: `${doc} ${link}` });
  });
}

/** Members are made once: in a JSON Schema each is one definition. */
const made = new Map<string, z.ZodType>();

function shared(id: string, make: () => z.ZodType): z.ZodType {
  const known = made.get(id);
  if (known !== undefined) return known;
  const member = make();
  const named = member.meta({ ...member.meta(), id });
  made.set(id, named);
  return named;
}

function unknownSetting(group: string, key: string, ownKeys: readonly string[]): string {
  const meant = suggest(group, key, ownKeys);
  if (meant !== undefined && key.includes(".")) return `unknown key; write ${meant} as nested groups`;
  return unknownKey(key, [...ownKeys, ...keysOf(group)], meant);
}
