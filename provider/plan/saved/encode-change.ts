import type { SettingValue } from "../../settings/value";
import { Secret } from "../../secret";
import { asShown, type PoolChange } from "../change/change";
import type { Desired } from "../change/desired";

/** Plain JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The key with the name of the environment variable that holds a secret. */
export const envKey = "$env";

/** A secret as it is written to the file: the name of its variable. @throws if it has none */
type NameSecret = (path: string) => string;

/**
 * A change for the file. Live secrets are omitted, and variables are written as they are shown: their new
 * values are in the desired side.
 *
 * @param isKept whether a renamed pool keeps the setting of the old pool: such a secret is omitted
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
  const runState = state && { state: { ...(state.from && { from: state.from }), to: state.to } };
  if (change.kind !== "rename") return { kind, target, settings, ...runState };
  const { from, isNew, moves, deletes } = change;
  return { kind, target, from, isNew, settings, ...runState, moves: moves.map((place) => ({ ...place })), deletes };
}

/** The desired side as it is written to the file. */
export function encodeDesired(desired: Desired, nameSecret: NameSecret): Json {
  const { target, settings, inherit, state, renamedFrom, checkPasswords } = desired;
  const values = Object.entries(settings).map(([path, value]) => [path, encodeValue(path, value, nameSecret)] as const);
  return {
    ...{ target, settings: Object.fromEntries(values), inherit, ...(state && { state }) },
    ...(renamedFrom !== undefined && { renamedFrom }),
    ...(checkPasswords === true && { checkPasswords }),
  };
}

/** An empty secret has no variable; it removes an existing one. */
function encodeValue(path: string, value: SettingValue, nameSecret: NameSecret): Json {
  if (!(value instanceof Secret)) return value;
  return value.isSet ? { [envKey]: nameSecret(path) } : "";
}
