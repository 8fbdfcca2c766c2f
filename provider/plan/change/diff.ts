import type { ListedPool, PoolState } from "../../appcmd/answers/pools";
import { poolKey, variableKey } from "../../names";
import { attributeOf, inSchemaOrder } from "../../settings/app-pool-attributes";
import { identityPaths, identityTypePath } from "../../settings/key-path";
import { Secret } from "../../secret";
import { isTouched } from "../../settings/paths";
import { asMap, equalSettings, type Settings, type SettingValue } from "../../settings/value";
import type { PoolChange, SettingChange, StateChange } from "./change";
import type { Desired } from "./desired";
import { excludedAccount, isAccountLeftOver } from "./identity";
import { findPool, type LiveHost } from "./live-host";
import { asDeclared } from "./unreadable";

/**
 * The difference between the desired and the live side; undefined if there is none.
 *
 * @param cleared paths of the target that were already cleared: if one is still explicit, its inherited value is
 *   written
 */
export function diffDesired(desired: Desired, live: LiveHost, cleared: readonly string[] = []): PoolChange | undefined {
  return hideMarked(findDifference(desired, live, cleared), desired);
}

/** The change, in which the values that the user marked as secrets are not shown. */
function hideMarked(change: PoolChange | undefined, { hidden }: Desired): PoolChange | undefined {
  if (change === undefined || change.kind === "delete" || hidden === undefined) return change;
  const { state } = change;
  return {
    ...change,
    settings: change.settings.map((setting) => hideSetting(setting, hidden)),
    ...(state && { state: isTouched("state", hidden) ? { ...state, isHidden: true } : state }),
  };
}

/** The same for one setting. @param hidden see {@link Desired.hidden} */
export function hideSetting(setting: SettingChange, hidden: readonly string[] = []): SettingChange {
  return isTouched(setting.path, hidden) ? { ...setting, isHidden: true } : setting;
}

function findDifference(desired: Desired, live: LiveHost, cleared: readonly string[]): PoolChange | undefined {
  const old = desired.renamedFrom === undefined ? undefined : findPool(live, desired.renamedFrom);
  if (old !== undefined && desired.target !== "applicationPoolDefaults") {
    return renaming(desired, desired.target, old, live, cleared);
  }
  if (desired.target === "applicationPoolDefaults") {
    const settings = diffSettings(desired, live, live.defaults ?? {}, live.explicit?.defaults ?? {}, cleared);
    return settings.length === 0 ? undefined : { kind: "update", target: desired.target, settings };
  }
  const pool = findPool(live, desired.target.pool);
  if (pool === undefined) return creation(desired, desired.target, live);
  const explicit = live.explicit?.pools.get(poolKey(pool.name)) ?? {};
  const settings = diffSettings(desired, live, pool.settings, explicit, cleared);
  const state = diffState(desired, pool.state);
  if (settings.length === 0 && state === undefined) return undefined;
  return { kind: "update", target: { pool: pool.name }, settings, ...(state && { state }) };
}

/** The remaining changes to replace the old pool, which still exists. */
function renaming(
  desired: Desired,
  target: { readonly pool: string },
  old: ListedPool,
  live: LiveHost,
  cleared: readonly string[],
): PoolChange {
  const change = diffDesired(withSettingsOf(desired, old, live), live, cleared);
  const moves = (live.references ?? []).filter(({ pool }) => poolKey(pool) === poolKey(old.name));
  const differs = change !== undefined && change.kind !== "delete" ? change : undefined;
  return {
    ...{ kind: "rename", target, from: old.name, isNew: differs?.kind === "create" },
    settings: differs?.settings ?? [],
    ...(differs?.state && { state: differs.state }),
    ...{ moves: moves.map(({ place }) => place), deletes: true },
  };
}

/**
 * The desired side of a pool that replaces an old one: the explicit settings of the old pool, overridden by declared
 * ones. It runs if the old pool runs. An identity is declared as a whole or copied as a whole.
 */
export function withSettingsOf(desired: Desired, old: ListedPool, live: LiveHost): Desired {
  const { target, inherit, checkPasswords } = desired;
  const ownIdentity = identityTypePath in desired.settings ? identityPaths : [];
  const paths = Object.keys(live.explicit?.pools.get(poolKey(old.name)) ?? {});
  const kept = paths.flatMap((path): [string, SettingValue][] => {
    const value = old.settings[path];
    const isNone = value === undefined || (value instanceof Secret && !value.isSet);
    return isNone || ownIdentity.includes(path) ? [] : [[path, value]];
  });
  const state = desired.state ?? finalState(old.state);
  return {
    ...{ target, inherit },
    settings: inSchemaOrder({ ...Object.fromEntries(kept), ...desired.settings }),
    ...(state && { state }),
    ...(checkPasswords === true && { checkPasswords }),
  };
}

/**
 * A collection that inherits entries from `<applicationPoolDefaults>` is omitted: its value is unknown until the pool
 * exists, and the next comparison includes it.
 */
function creation(desired: Desired, target: { pool: string }, live: LiveHost): PoolChange {
  const inherited = live.explicit?.defaults ?? {};
  const settings = Object.entries(desired.settings)
    .filter(([path]) => attributeOf(path).codec.shape === "scalar" || !(path in inherited))
    .map(([path, to]) => ({ path, from: undefined, to }));
  return {
    kind: "create",
    target,
    settings,
    ...(desired.state && { state: { from: undefined, to: desired.state } }),
  };
}

function diffSettings(
  desired: Desired,
  live: LiveHost,
  effective: Settings,
  explicit: Settings,
  cleared: readonly string[],
): SettingChange[] {
  const { target } = desired;
  const inherited = target === "applicationPoolDefaults" ? {} : (live.explicit?.defaults ?? {});
  const excluded = excludedAccount(desired.settings);
  const readable = (path: string, to: SettingValue): SettingValue | undefined =>
    desired.checkPasswords === true ? effective[path] : asDeclared(effective[path], to);
  const declared = Object.entries(desired.settings)
    .map(([path, to]): SettingChange & { to: SettingValue } => ({ path, from: readable(path, to), to }))
    .filter(({ path, from, to }) => !isSatisfied(path, from, to));
  const undeclared = desired.inherit
    .filter((path) => path in explicit && !excluded.includes(path))
    .map((path): SettingChange => ({
      path,
      from: effective[path],
      to:
        inheritedMap(path, effective[path], explicit[path]) ??
        inheritedList(path, effective[path], inherited[path], cleared),
    }))
    .filter(({ path, from, to }) => to === undefined || from === undefined || !equalSettings(path, from, to));
  const account = desired.inherit
    .filter((path) => excluded.includes(path) && isAccountLeftOver(path, target, live))
    .map((path): SettingChange => ({ path, from: explicit[path], to: none(path) }));
  return [...declared, ...account, ...undeclared];
}

/** Whether the value on the host matches the declared one. */
export function isSatisfied(path: string, from: SettingValue | undefined, to: SettingValue): boolean {
  if (from === undefined) return isEmptyCollection(to);
  return equalSettings(path, from, to);
}

/** Whether it is a list or a map without entries. A collection that does not exist on the host is equal to that. */
export function isEmptyCollection(value: SettingValue): boolean {
  return typeof value === "object" && !(value instanceof Secret) && Object.keys(value).length === 0;
}

/** `clear config` would be a separate commit, and an identity must change in one commit, so the account is emptied. */
function none(path: string): SettingValue {
  return attributeOf(path).secret === true ? new Secret("") : "";
}

/** A map has no `<clear />`, so its own entries are removed one by one; the inherited ones remain. */
function inheritedMap(path: string, effective?: SettingValue, explicit?: SettingValue): SettingValue | undefined {
  if (attributeOf(path).codec.shape !== "map") return undefined;
  const own = Object.keys(explicit ?? {}).map(variableKey);
  return Object.fromEntries(Object.entries(asMap(effective)).filter(([name]) => !own.includes(variableKey(name))));
}

/**
 * A list is reset by `clear config`; it is not known whether it then inherits again or stays explicitly empty. A list
 * that already has the inherited entries is unchanged; one that was cleared and is still explicit gets them.
 */
function inheritedList(
  path: string,
  effective: SettingValue | undefined,
  inherited: SettingValue = [],
  cleared: readonly string[] = [],
): SettingValue | undefined {
  if (attributeOf(path).codec.shape !== "list") return undefined;
  const isThere = equalSettings(path, effective ?? [], inherited);
  return isThere || cleared.includes(path) ? inherited : undefined;
}

/** `Starting` counts as started and `Stopping` as stopped. Without a response of WAS there is no difference. */
function diffState(desired: Desired, state: PoolState): StateChange | undefined {
  if (desired.state === undefined || state === "Unknown") return undefined;
  return finalState(state) === desired.state ? undefined : { from: state, to: desired.state };
}

/** The state that a pool has or is changing to; undefined if WAS does not respond. */
export function finalState(state: PoolState): "Started" | "Stopped" | undefined {
  if (state === "Unknown") return undefined;
  return state === "Starting" || state === "Started" ? "Started" : "Stopped";
}
