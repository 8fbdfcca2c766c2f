import { poolKey } from "../../names";
import { identityPaths, identityTypePath } from "../../settings/key-path";
import { attributeOf } from "../../settings/app-pool-attributes";
import { asList, asMap, equalSettings, type Settings, type SettingValue } from "../../settings/value";
import { Secret } from "../../secret";
import { finalState } from "../change/diff";
import { excludedAccount } from "../change/identity";
import type { LiveHost } from "../change/live-host";
import { asDeclared } from "../change/unreadable";

/** A setting with its values in force on two servers; undefined for one that a server's IIS does not have. */
export interface ComparedSetting {
  /** `state` for whether the pool runs. */
  readonly path: string;
  readonly first: SettingValue | undefined;
  readonly second: SettingValue | undefined;
}

/** A pool that differs between two servers. */
export interface ComparedPool {
  readonly name: string;
  /** The servers that have the pool. */
  readonly on: "both" | "first" | "second";
  /** Without those that the pool inherits on both servers: they are differences of the defaults. */
  readonly settings: readonly ComparedSetting[];
}

/** How two servers differ. */
export interface ComparedHosts {
  readonly pools: readonly ComparedPool[];
  readonly applicationPoolDefaults: readonly ComparedSetting[];
  /** How many pools are the same on both. */
  readonly same: number;
}

/**
 * How the values in force differ between two servers. A password that only its server can decrypt counts as equal to any
 * other one.
 *
 * @param first a read with explicit values and defaults
 * @param second the same of the other server
 */
export function compareHosts(first: LiveHost, second: LiveHost): ComparedHosts {
  const defaults = compareSettings(first.defaults ?? {}, second.defaults ?? {});
  const keys = [...new Set([...first.pools.keys(), ...second.pools.keys()])];
  const pools = keys.flatMap((key) => comparePools(key, first, second) ?? []);
  return { pools, applicationPoolDefaults: defaults, same: keys.length - pools.length };
}

/** Whether anything differs. */
export function differAtAll({ pools, applicationPoolDefaults }: ComparedHosts): boolean {
  return pools.length > 0 || applicationPoolDefaults.length > 0;
}

function comparePools(key: string, first: LiveHost, second: LiveHost): ComparedPool | undefined {
  const [one, other] = [first.pools.get(key), second.pools.get(key)];
  if (one === undefined || other === undefined) {
    return { name: (one ?? other)?.name ?? key, on: one === undefined ? "second" : "first", settings: [] };
  }
  const [state, otherState] = [finalState(one.state), finalState(other.state)];
  const isRunning = state !== undefined && otherState !== undefined && state !== otherState;
  const settings = [
    ...(isRunning ? [{ path: "state", first: state, second: otherState }] : []),
    ...compareSettings(one.settings, other.settings).filter(
      ({ path }) => isExplicit(first, key, path) || isExplicit(second, key, path),
    ),
  ];
  return settings.length === 0 ? undefined : { name: one.name, on: "both", settings };
}

/** Whether the setting is written at the pool itself. */
export function isExplicit({ explicit }: LiveHost, pool: string, path: string): boolean {
  return path in (explicit?.pools.get(poolKey(pool)) ?? {});
}

/** Accounts that the identity excludes are not in force. */
function compareSettings(first: Settings, second: Settings): ComparedSetting[] {
  const paths = new Set([...Object.keys(first), ...Object.keys(second)]);
  const hidden = excludedAccount(first).filter((path) => excludedAccount(second).includes(path));
  return [...paths]
    .filter((path) => !hidden.includes(path) && !isSame(path, first[path], second[path]))
    .map((path) => ({ path, first: first[path], second: second[path] }));
}

function isSame(path: string, first: SettingValue | undefined, second: SettingValue | undefined): boolean {
  if (first === undefined || second === undefined) return isBlank(path, first) && isBlank(path, second);
  const alike = (live: SettingValue, other: SettingValue): boolean =>
    equalSettings(path, asDeclared(live, other) ?? live, other);
  return alike(first, second) || alike(second, first);
}

function isBlank(path: string, value: SettingValue | undefined): boolean {
  if (value === undefined) return true;
  if (value instanceof Secret) return !value.isSet;
  const { shape } = attributeOf(path).codec;
  return shape === "map" ? Object.keys(asMap(value)).length === 0 : shape === "list" && asList(value).length === 0;
}

/** Whether a path is a part of the identity. */
export function isIdentity(path: string): boolean {
  return identityPaths.includes(path);
}

/** The identity in force as a whole. */
export function identityOf(effective: Settings): Settings {
  const excluded = excludedAccount(effective);
  return Object.fromEntries(
    identityPaths.flatMap((path): [string, SettingValue][] => {
      const value = effective[path];
      const isPart =
        path === identityTypePath || (!excluded.includes(path) && !(value instanceof Secret && !value.isSet));
      return value === undefined || !isPart ? [] : [[path, value]];
    }),
  );
}
