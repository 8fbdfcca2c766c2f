import { poolKey } from "../../names";
import type { EditTarget } from "../../appcmd/edit";
import { accountPaths, identityTypePath, passwordPath, userNamePath } from "../../settings/key-path";
import type { Settings, SettingValue } from "../../settings/value";
import { Secret } from "../../secret";
import { findPool, type LiveHost } from "./live-host";

/**
 * The parts of an account that the declared identity excludes: the whole account with a type other than SpecificUser,
 * or the password with a managed service account. An identity is one value, so the rest of an earlier one is removed
 * with it.
 */
export function excludedAccount(settings: Settings): readonly string[] {
  const { [identityTypePath]: type, [userNamePath]: user } = settings;
  if (type === undefined) return [];
  if (type !== "SpecificUser") return accountPaths;
  return typeof user === "string" && user.endsWith("$") ? [passwordPath] : [];
}

/** Whether a part of an account is set: an empty name or password is not. */
export function isAccountSet(value: SettingValue | undefined): boolean {
  return value instanceof Secret ? value.isSet : value !== undefined && value !== "";
}

/** Whether a pool runs with an account, or a part of it, that is written in `<applicationPoolDefaults>`. */
function isInherited(path: string, { pools, explicit }: LiveHost): boolean {
  return [...pools].some(
    ([key, { settings }]) =>
      settings[identityTypePath] === "SpecificUser" && !(path in (explicit?.pools.get(key) ?? {})),
  );
}

/**
 * Whether a part of an account is written at the target and may be removed. Inherited parts are not written there, and
 * parts that other pools inherit and use are kept.
 *
 * @param live with `explicit`
 */
export function isAccountLeftOver(path: string, target: EditTarget, live: LiveHost): boolean {
  const { explicit } = live;
  if (target === "applicationPoolDefaults") return isAccountSet(explicit?.defaults[path]) && !isInherited(path, live);
  return isAccountSet(explicit?.pools.get(poolKey(target.pool))?.[path]);
}

/** The identity type in effect. */
export function identityTypeOf(target: EditTarget, live: LiveHost): SettingValue | undefined {
  const settings = target === "applicationPoolDefaults" ? live.defaults : findPool(live, target.pool)?.settings;
  return settings?.[identityTypePath];
}
