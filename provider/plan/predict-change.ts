import { attributeOf } from "../schema/app-pool-attributes";
import { equalSettings } from "../schema/setting-value";
import type { PoolChange, SettingChange } from "./change";
import type { Desired } from "./desired";
import { diffDesired, withSettingsOf } from "./diff";
import { findPool, type LiveHost } from "./live-host";
import { asDeclared } from "./unreadable";

/**
 * The whole change that will be needed: what differs, and for a new pool also the collections that are left to a second
 * commit. Those are told from what the pool will inherit: their `from` is no longer undefined.
 */
export function predictChange(desired: Desired, live: LiveHost): PoolChange | undefined {
  const change = diffDesired(desired, live);
  const isNew = change?.kind === "create" || (change?.kind === "rename" && change.isNew);
  if (!isNew) return change;
  const old = change.kind === "rename" ? findPool(live, change.from) : undefined;
  const wanted = old === undefined ? desired : withSettingsOf(desired, old, live);
  return { ...change, settings: [...change.settings, ...laterSettings(wanted, live)] };
}

function laterSettings(desired: Desired, live: LiveHost): SettingChange[] {
  const inherited = live.explicit?.defaults ?? {};
  return Object.entries(desired.settings).flatMap(([path, to]) => {
    const from = desired.checkPasswords === true ? inherited[path] : asDeclared(inherited[path], to);
    const isLater = attributeOf(path).codec.shape !== "scalar" && from !== undefined && !equalSettings(path, from, to);
    return isLater ? [{ path, from, to }] : [];
  });
}
