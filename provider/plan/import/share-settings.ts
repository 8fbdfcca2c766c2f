import { variableKey } from "../../names";
import { attributeOf } from "../../settings/app-pool-attributes";
import { identityPaths, identityTypePath } from "../../settings/key-path";
import { asMap, equalSettings, type Settings, type SettingValue } from "../../settings/value";
import { Secret } from "../../secret";

/** Settings of some hosts. */
interface OfHosts {
  /** In the order of the fleet. */
  readonly hosts: readonly string[];
  readonly settings: Settings;
}

/** The settings of one block on several hosts, with what they share written once. */
export interface Shared {
  readonly common: Settings;
  /** Merged over the common settings; of each setting a host is in one part at most. */
  readonly differing: readonly OfHosts[];
}

/**
 * Merging each host's differing settings over the common ones gives the settings of that host. An override can replace a
 * setting and cannot remove one, so only what all hosts have is common; it has the value that most of them have.
 *
 * @param hosts the settings of each host
 */
export function shareSettings(hosts: ReadonlyMap<string, Settings>): Shared {
  const common: Record<string, SettingValue> = {};
  const differing: OfHosts[] = [];
  const units = new Set([...hosts.values()].flatMap((settings) => Object.keys(settings).map(unitOf)));
  for (const unit of units) {
    const parts = [...hosts].map(([host, settings]) => ({ host, settings: partOf(settings, unit) }));
    const shared = isMapPath(unit) ? shareEntries(unit, parts) : shareUnit(parts);
    Object.assign(common, shared.common);
    differing.push(...shared.differing);
  }
  return { common, differing };
}

/** Settings that are declared together or not at all have one name. */
function unitOf(path: string): string {
  return identityPaths.includes(path) ? identityTypePath : path;
}

function partOf(settings: Settings, unit: string): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([path]) => unitOf(path) === unit));
}

interface OfHost {
  readonly host: string;
  readonly settings: Settings;
}

function shareUnit(parts: readonly OfHost[]): Shared {
  const present = parts.filter(({ settings }) => Object.keys(settings).length > 0);
  const alike = groupAlike(present);
  const [most] = alike.toSorted((a, b) => b.hosts.length - a.hosts.length);
  const isEverywhere =
    present.length === parts.length && present.every(({ settings }) => haveSamePaths(settings, most?.settings ?? {}));
  if (!isEverywhere || most === undefined) return { common: {}, differing: alike };
  return { common: most.settings, differing: alike.filter((one) => one !== most) };
}

/** Variables are merged by name: those that all hosts have with the same value are common. */
function shareEntries(path: string, parts: readonly OfHost[]): Shared {
  const maps = parts.map(({ host, settings }) => ({ host, value: settings[path] }));
  if (maps.some(({ value }) => value === undefined))
    return { common: {}, differing: groupAlike(parts.filter(({ settings }) => path in settings)) };
  const [first, ...others] = maps.map(({ value }) => byKey(asMap(value)));
  const entries = [...(first ?? [])].filter(([key, [, text]]) => others.every((other) => other.get(key)?.[1] === text));
  const isCommon = new Set(entries.map(([key]) => key));
  const rest = maps.flatMap(({ host, value }): OfHost[] => {
    const own = Object.entries(asMap(value)).filter(([name]) => !isCommon.has(variableKey(name)));
    return own.length === 0 ? [] : [{ host, settings: { [path]: Object.fromEntries(own) } }];
  });
  const isEmptyCommon = entries.length === 0 && rest.length === maps.length;
  return {
    common: isEmptyCommon ? {} : { [path]: Object.fromEntries(entries.map(([, entry]) => entry)) },
    differing: groupAlike(rest),
  };
}

function byKey(texts: Readonly<Record<string, string>>): Map<string, readonly [name: string, text: string]> {
  return new Map(Object.entries(texts).map((entry) => [variableKey(entry[0]), entry]));
}

function isMapPath(path: string): boolean {
  return attributeOf(path).codec.shape === "map";
}

/** The hosts with the same settings together, in the order of the first of each. */
function groupAlike(parts: readonly OfHost[]): OfHosts[] {
  const found: { readonly hosts: string[]; readonly settings: Settings }[] = [];
  for (const { host, settings } of parts) {
    const same = found.find((one) => areEqual(one.settings, settings));
    if (same === undefined) found.push({ hosts: [host], settings });
    else same.hosts.push(host);
  }
  return found;
}

function haveSamePaths(a: Settings, b: Settings): boolean {
  const paths = Object.keys(a);
  return paths.length === Object.keys(b).length && paths.every((path) => path in b);
}

function areEqual(a: Settings, b: Settings): boolean {
  return haveSamePaths(a, b) && Object.entries(a).every(([path, value]) => isSame(path, value, b[path]));
}

/** Each server encrypts with its own key: two encrypted passwords of one account count as the same. */
function isSame(path: string, a: SettingValue, b: SettingValue | undefined): boolean {
  if (b === undefined) return false;
  if (a instanceof Secret && b instanceof Secret && a.encryption !== undefined && b.encryption !== undefined)
    return true;
  return equalSettings(path, a, b);
}
