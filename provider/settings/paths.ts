import { isRecord } from "../record";
import { appPoolAttributes, settingAttributes } from "./app-pool-attributes";
import { iisPath, isOther, otherKey, otherPath } from "./other-attributes";

/**
 * Paths of the groups that contain settings, outermost first: `processModel`, `recycling`, `recycling.periodicRestart`,
 * …
 */
export const groupPaths: readonly string[] = [
  ...new Set(
    appPoolAttributes.flatMap(({ path }) => {
      const parts = path.split(".");
      return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("."));
    }),
  ),
];

/**
 * Settings as written, path to value: `{ recycling: { logEventOnRecycle } }` becomes `{ "recycling.logEventOnRecycle"
 * }`. Lists and maps are leaves. Unknown keys, `name` and undefined values are omitted. Values are not checked.
 */
export function flattenSettings(nested: Record<string, unknown>): Record<string, unknown> {
  const flat: Record<string, unknown> = {};
  for (const { path, keys } of settingKeys) {
    const value = valueAt(nested, keys);
    if (value !== undefined) flat[path] = value;
  }
  const other = Object.hasOwn(nested, otherKey) ? nested[otherKey] : undefined;
  if (isRecord(other)) for (const [name, value] of Object.entries(other)) flat[otherPath(name)] = value;
  return flat;
}

/** The paths split once, because settings are flattened and nested several times for each pool. */
const settingKeys = settingAttributes.map(({ path }) => ({ path, keys: path.split(".") }));

/** The inverse of {@link flattenSettings}: only groups with members exist; paths are in the schema's order. */
export function nestSettings(flat: Record<string, unknown>): Record<string, unknown> {
  const nested: Record<string, unknown> = {};
  for (const { path, keys } of settingKeys) {
    const value = Object.hasOwn(flat, path) ? flat[path] : undefined;
    if (value !== undefined) setAt(nested, keys, value);
  }
  const other = Object.entries(flat).filter(([path, value]) => isOther(path) && value !== undefined);
  if (other.length > 0) nested[otherKey] = Object.fromEntries(other.map(([path, value]) => [iisPath(path), value]));
  return nested;
}

/** The keys that a group can hold (`""`: the top), settings and subgroups, in the schema's order. */
export function keysOf(group: string): readonly string[] {
  return keysByGroup.get(group) ?? [];
}

/** Created once, because each unknown key of an input uses it. */
const keysByGroup: ReadonlyMap<string, readonly string[]> = new Map(
  ["", ...groupPaths].map((group) => {
    const prefix = group === "" ? "" : `${group}.`;
    const below = settingAttributes.filter(({ path }) => path.startsWith(prefix));
    return [group, [...new Set(below.map(({ path }) => path.slice(prefix.length).replace(/\..*/, "")))]];
  }),
);

/** Whether one of the paths names this place, a group around it, or a value in it. */
export function isTouched(path: string, paths: readonly string[]): boolean {
  return paths.some((one) => one === path || path.startsWith(`${one}.`) || one.startsWith(`${path}.`));
}

function valueAt(nested: unknown, path: readonly string[]): unknown {
  let value = nested;
  for (const key of path) {
    if (!isRecord(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

function setAt(nested: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [key = "", ...rest] = path;
  if (rest.length === 0) {
    nested[key] = value;
    return;
  }
  const group = isRecord(nested[key]) ? nested[key] : {};
  nested[key] = group;
  setAt(group, rest, value);
}
