import type { SettingValue } from "../schema/setting-value";
import { Secret } from "../secret";
import { asShown, type PoolChange } from "./change";
import type { Desired } from "./desired";

/** Plain JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The key under which the name of an environment variable stands in place of a secret. */
export const envKey = "$env";

/** What stands in the file for a secret: the name of its variable. @throws where there is none */
type NameSecret = (path: string) => string;

/**
 * A change for the file. What a secret is on the host is left out, and variables are as they are shown: what they are to
 * hold stands in the desired side.
 *
 * @param isKept whether a pool that takes the place of another one has the setting from there: such a secret is left out
 */
export function encodeChange(change: PoolChange, nameSecret: NameSecret, isKept: (path: string) => boolean): Json {
  if (change.kind === "delete") return { kind: change.kind, target: change.target };
  const written = change.settings.filter(({ path, to }) => !(to instanceof Secret && to.isSet) || !isKept(path));
  const settings = written.map(asShown).map(({ path, from, to }) => ({
    path,
    ...(from !== undefined && !(from instanceof Secret) && { from: from }),
    ...(to !== undefined && { to: encodeValue(path, to, nameSecret) }),
  }));
  const { kind, target, state } = change;
  const turned = state && { state: { ...(state.from && { from: state.from }), to: state.to } };
  if (change.kind !== "rename") return { kind, target, settings, ...turned };
  const { from, isNew, moves, deletes } = change;
  return { kind, target, from, isNew, settings, ...turned, moves: moves.map((place) => ({ ...place })), deletes };
}

/** A desired side for the file. */
export function encodeDesired(desired: Desired, nameSecret: NameSecret): Json {
  const { target, settings, inherit, state, renamedFrom, checkPasswords } = desired;
  const values = Object.entries(settings).map(([path, value]) => [path, encodeValue(path, value, nameSecret)] as const);
  return {
    ...{ target, settings: Object.fromEntries(values), inherit, ...(state && { state }) },
    ...(renamedFrom !== undefined && { renamedFrom }),
    ...(checkPasswords === true && { checkPasswords }),
  };
}

/** An empty secret is none, and takes the place of one that is to go. */
function encodeValue(path: string, value: SettingValue, nameSecret: NameSecret): Json {
  if (!(value instanceof Secret)) return value;
  return value.isSet ? { [envKey]: nameSecret(path) } : "";
}
