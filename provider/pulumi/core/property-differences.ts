import { isDeepStrictEqual } from "node:util";
import type { PoolChange, SettingChange } from "../../plan/change/change";
import { attributeOf } from "../../settings/app-pool-attributes";
import { accountPaths, identityTypePath } from "../../settings/key-path";
import { iisPath, isOther, otherKey } from "../../settings/other-attributes";
import { flattenSettings } from "../../settings/paths";
import { asMap, type SettingValue } from "../../settings/value";
import { Secret } from "../../secret";
import type { DifferenceKind, PropertyDifference } from "./resource";
import { inputsOf, type Properties } from "./resource-inputs";
import { marksOf } from "./secret-properties";

/**
 * Each property that will change, live on the host or only in the state, in the order of the settings.
 *
 * @param change the difference on the host; undefined if there is none
 * @param olds the old inputs
 * @param news the new inputs
 */
export function propertyDifferences(
  change: PoolChange | undefined,
  olds: Properties,
  news: Properties,
): PropertyDifference[] {
  const found = new Map<string, PropertyDifference>();
  const all = [...liveDifferences(change, olds, news), ...recordedDifferences(olds, news)];
  for (const difference of all) if (!found.has(difference.path)) found.set(difference.path, difference);
  return [...found.values()];
}

function liveDifferences(change: PoolChange | undefined, olds: Properties, news: Properties): PropertyDifference[] {
  if (change === undefined || change.kind === "delete") return [];
  const [before, after] = [flattenSettings(olds), flattenSettings(news)];
  const settings = change.settings.flatMap((one): PropertyDifference[] => {
    const isOwn = one.path in before || one.path in after;
    const implying = impliedBy(one.path, news);
    if (!isOwn) return [{ path: implying, kind: kindAt(implying, { ...olds, ...before }, { ...news, ...after }) }];
    return settingDifferences(one, kindOf(one.path in before, one.path in after));
  });
  if (change.state !== undefined) return [...settings, { path: "state", kind: kindAt("state", olds, news) }];
  // A pool that no longer exists on the host and declares nothing except itself.
  return settings.length === 0 && change.kind === "create" ? [{ path: "name", kind: "update" }] : settings;
}

/**
 * A difference that is not declared is implied: an empty account by the identity type, `autoStart` by `state`, the rest
 * by `multiInstance`.
 */
function impliedBy(path: string, news: Properties): string {
  if (accountPaths.includes(path)) return identityTypePath;
  return path === "autoStart" && inputsOf(news).state !== undefined ? "state" : "multiInstance";
}

/** For a list or map each entry that differs; lists are sets, so entries are added or removed. */
function settingDifferences({ path, from, to }: SettingChange, kind: DifferenceKind): PropertyDifference[] {
  const shape = shapeOf(path, from, to);
  if (kind !== "update" || shape === "scalar") return [{ path: propertyPath(path), kind }];
  return shape === "list"
    ? listDifferences(path, from as string[], to as string[])
    : mapDifferences(path, new Map(Object.entries(asMap(from))), new Map(Object.entries(asMap(to))));
}

function shapeOf(
  path: string,
  from: SettingValue | undefined,
  to: SettingValue | undefined,
): "scalar" | "list" | "map" {
  if (Array.isArray(from) && Array.isArray(to)) return "list";
  return attributeOf(path).codec.shape === "map" && from !== undefined && to !== undefined ? "map" : "scalar";
}

function listDifferences(path: string, from: readonly string[], to: readonly string[]): PropertyDifference[] {
  const entries = (list: readonly string[], others: readonly string[], kind: DifferenceKind): PropertyDifference[] =>
    list.flatMap((entry, index) => (others.includes(entry) ? [] : [{ path: `${path}[${index}]`, kind }]));
  const added = entries(to, from, "add");
  const gone = entries(from, to, "delete").filter((one) => added.every((other) => other.path !== one.path));
  return gone.length + added.length === 0 ? [{ path, kind: "update" }] : [...added, ...gone];
}

function mapDifferences(
  path: string,
  from: ReadonlyMap<string, unknown>,
  to: ReadonlyMap<string, unknown>,
): PropertyDifference[] {
  const names = [...new Set([...to.keys(), ...from.keys()])];
  const differing = names.filter((name) => !isDeepStrictEqual(from.get(name), to.get(name)));
  if (differing.length === 0) return [{ path, kind: "update" }];
  return differing.map((name) => ({ path: `${path}${step(name)}`, kind: kindOf(from.has(name), to.has(name)) }));
}

/** The path of a setting among the properties: settings under `other` have one name there, including dots. */
function propertyPath(path: string): string {
  return isOther(path) ? `${otherKey}${step(iisPath(path))}` : path;
}

/** A step of a property path: names that are not identifiers are in brackets. */
function step(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

/**
 * The state must record the new declaration, even if the host already has it. `adopt` has an effect at creation only.
 */
function recordedDifferences(olds: Properties, news: Properties): PropertyDifference[] {
  const [before, after] = [flattenSettings(olds), flattenSettings(news)];
  const settings = [...new Set([...Object.keys(after), ...Object.keys(before)])]
    .filter((path) => !isDeepStrictEqual(before[path], after[path]))
    .flatMap((path) =>
      settingDifferences({ path, from: valueOf(before[path]), to: valueOf(after[path]) }, kindAt(path, before, after)),
    );
  const others = ["state", "multiInstance", "forceDelete", "deleteWhenRemoved", "showEnvironment"]
    .filter((key) => !isDeepStrictEqual(olds[key], news[key]))
    .map((key) => ({ path: key, kind: kindAt(key, olds, news) }));
  const known = marksOf(olds);
  const marked = marksOf(news)
    .filter((path) => !known.some((one) => path === one || path.startsWith(`${one}.`)))
    .map((path): PropertyDifference => ({ path, kind: "update" }));
  return [...settings, ...others, ...connectionDifferences(olds, news), ...marked];
}

function valueOf(value: unknown): SettingValue | undefined {
  return value as Exclude<SettingValue, Secret> | undefined;
}

function connectionDifferences(olds: Properties, news: Properties): PropertyDifference[] {
  const [before, after] = [olds, news].map((properties) => inputsOf(properties).connection as Properties | undefined);
  if (isDeepStrictEqual(before, after)) return [];
  if (before === undefined || after === undefined)
    return [{ path: "connection", kind: kindAt("connection", olds, news) }];
  return [...new Set([...Object.keys(after), ...Object.keys(before)])]
    .filter((key) => !isDeepStrictEqual(before[key], after[key]))
    .map((key) => ({ path: `connection.${key}`, kind: kindAt(key, before, after) }));
}

function kindAt(key: string, before: Properties, after: Properties): DifferenceKind {
  return kindOf(before[key] !== undefined, after[key] !== undefined);
}

function kindOf(wasThere: boolean, isThere: boolean): DifferenceKind {
  if (wasThere && isThere) return "update";
  return wasThere ? "delete" : "add";
}
