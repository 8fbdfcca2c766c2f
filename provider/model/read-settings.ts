import type { Fault } from "../errors";
import { isRecord } from "../record";
import { attributeOf } from "../schema/app-pool-attributes";
import type { Attribute } from "../schema/attribute";
import { type AttributeValue, parseValue, ValueError } from "../schema/codecs";
import { describeInput } from "../schema/describe-input";
import { otherKey } from "../schema/other-attributes";
import { keyPath } from "../schema/key-path";
import { groupPaths, keysOf } from "../schema/settings-paths";
import { readOther } from "./read-other";
import { suggest } from "./suggest";

/** Settings that were read, by path in the schema's order, and every fault of the rest. */
export interface ReadSettings {
  readonly settings: Record<string, AttributeValue>;
  readonly faults: readonly Fault[];
}

/** A key of a group: a setting, or a group below it. */
interface Child {
  readonly key: string;
  readonly path: string;
  /** Left out for a group. */
  readonly attribute?: Attribute;
}

const childrenOf: ReadonlyMap<string, readonly Child[]> = new Map(
  ["", ...groupPaths].map((group) => [group, keysOf(group).map((key) => childAt(group, key))]),
);

function childAt(group: string, key: string): Child {
  const path = keyPath(group, key);
  return groupPaths.includes(path) ? { key, path } : { key, path, attribute: attributeOf(path) };
}

/**
 * Reads nested settings as a user wrote them into canonical values. What is `undefined` counts as left out; what has a
 * fault is absent, the rest is there.
 *
 * @param ownKeys keys beside the settings at the top: passed over, and offered by "did you mean"
 */
export function readSettings(input: unknown, ownKeys: readonly string[]): ReadSettings {
  const settings: Record<string, AttributeValue> = {};
  const faults: Fault[] = [];
  readGroup("", input, ownKeys, settings, faults);
  return { settings, faults };
}

function readGroup(
  group: string,
  input: unknown,
  ownKeys: readonly string[],
  settings: Record<string, AttributeValue>,
  faults: Fault[],
): void {
  if (!isRecord(input)) {
    faults.push({ path: group, message: wrongShape(group, input) });
    return;
  }
  const children = childrenOf.get(group) ?? [];
  for (const { key, path, attribute } of children) {
    const value = Object.hasOwn(input, key) ? input[key] : undefined;
    if (value === undefined) continue;
    if (attribute === undefined) readGroup(path, value, [], settings, faults);
    else readSetting(attribute, value, settings, faults);
  }
  const hasOther = group === "" && Object.hasOwn(input, otherKey) && input[otherKey] !== undefined;
  if (hasOther) readOther(input[otherKey], settings, faults);
  for (const key of Object.keys(input)) {
    if (
      (hasOther && key === otherKey) ||
      input[key] === undefined ||
      children.some((child) => child.key === key) ||
      ownKeys.includes(key)
    )
      continue;
    faults.push({ path: keyPath(group, key), message: unknownKey(group, key, ownKeys) });
  }
}

function readSetting(
  attribute: Attribute,
  value: unknown,
  settings: Record<string, AttributeValue>,
  faults: Fault[],
): void {
  try {
    settings[attribute.path] = parseValue(attribute, value);
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    for (const { subpath, message } of error.problems) faults.push({ path: `${attribute.path}${subpath}`, message });
  }
}

function unknownKey(group: string, key: string, ownKeys: readonly string[]): string {
  const meant = suggest(group, key, ownKeys);
  if (meant === undefined) {
    const known = [...(group === "" ? ownKeys : []), ...keysOf(group)];
    return `unknown key; known here are ${known.join(", ")}`;
  }
  if (key.includes(".")) return `unknown key; write ${meant} as nested groups`;
  return `unknown key, did you mean "${meant}"?`;
}

function wrongShape(path: string, input: unknown): string {
  const what = path === "" ? "the settings of an application pool" : `a group of settings (${keysOf(path).join(", ")})`;
  // A text in the place of a group can be anything, a password as well.
  return `expected ${what}, got ${describeInput({ secret: true }, input)}`;
}
