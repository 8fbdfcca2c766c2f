import { poolKey } from "../../names";
import { Secret } from "../../secret";
import { attributeOf } from "../../settings/app-pool-attributes";
import { equalSettings, type SettingValue } from "../../settings/value";
import { asShown, type PoolChange, type Renaming, sameRenaming, type SettingChange, type StateChange } from "./change";
import { type Desired, targetName } from "./desired";
import { afterDefaults, diffBesideDefaults } from "./beside-defaults";
import { finalState, hideSetting, withSettingsOf } from "./diff";
import { findPool, type LiveHost } from "./live-host";
import { asDeclared } from "./unreadable";

/**
 * The complete change: the difference, and for a new pool also the collections that need a second commit. Their values
 * are predicted from what the pool will inherit, so their `from` is not undefined.
 *
 * @param defaults the change of `<applicationPoolDefaults>` that is made together with it
 */
export function predictChange(
  desired: Desired,
  before: LiveHost,
  defaults: PoolChange | undefined,
): PoolChange | undefined {
  const change = diffBesideDefaults(desired, before, defaults);
  const live = afterDefaults(before, defaults);
  const isNew = change?.kind === "create" || (change?.kind === "rename" && change.isNew);
  if (!isNew) return change;
  const old = change.kind === "rename" ? findPool(live, change.from) : undefined;
  const merged = old === undefined ? desired : withSettingsOf(desired, old, live);
  return { ...change, settings: [...change.settings, ...laterSettings(merged, live)] };
}

function laterSettings(desired: Desired, live: LiveHost): SettingChange[] {
  const inherited = live.explicit?.defaults ?? {};
  return Object.entries(desired.settings).flatMap(([path, to]) => {
    const from = desired.checkPasswords === true ? inherited[path] : asDeclared(inherited[path], to);
    const isLater = attributeOf(path).codec.shape !== "scalar" && from !== undefined && !equalSettings(path, from, to);
    return isLater ? [hideSetting({ path, from, to }, desired.hidden)] : [];
  });
}

/**
 * Whether a change is the planned one, from the same values to the same values. A saved plan does not contain the live
 * value of a secret (`from` is undefined), so that value is not compared. Variables are compared as they are shown.
 */
export function sameChange(planned: PoolChange, found: PoolChange | undefined): boolean {
  if (found?.kind !== planned.kind) return false;
  if (poolKey(targetName(planned.target)) !== poolKey(targetName(found.target))) return false;
  if (planned.kind === "delete" || found.kind === "delete") return true;
  if (!sameState(planned.state, found.state)) return false;
  if (planned.kind !== "rename" || found.kind !== "rename") return sameSettings(planned.settings, found.settings);
  return sameRenaming(planned, found) && sameSettings(planned.settings, withoutKept(planned, found));
}

/** A saved plan does not contain the secrets that a pool copies from the pool that it replaces. */
function withoutKept(planned: Renaming, found: Renaming): readonly SettingChange[] {
  const isPlanned = (path: string): boolean => planned.settings.some((one) => one.path === path);
  return found.settings.filter(({ path, to }) => !(to instanceof Secret) || isPlanned(path));
}

function sameSettings(planned: readonly SettingChange[], found: readonly SettingChange[]): boolean {
  if (planned.length !== found.length) return false;
  return planned.every((one) => {
    const other = found.find(({ path }) => path === one.path);
    return other !== undefined && (sameSetting(one, other) || sameSetting(one, asShown(other)));
  });
}

function sameSetting({ path, from, to }: SettingChange, other: SettingChange): boolean {
  if (!sameValue(path, to, other.to)) return false;
  return (from === undefined && other.from instanceof Secret) || sameValue(path, from, other.from);
}

function sameValue(path: string, a: SettingValue | undefined, b: SettingValue | undefined): boolean {
  return a === undefined || b === undefined ? a === b : equalSettings(path, a, b);
}

function sameState(planned: StateChange | undefined, found: StateChange | undefined): boolean {
  if (planned === undefined || found === undefined) return planned === found;
  const [before, now] = [planned.from, found.from].map((from) => from && finalState(from));
  return planned.to === found.to && before === now;
}
