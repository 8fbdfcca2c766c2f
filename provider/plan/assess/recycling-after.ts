import { poolKey } from "../../names";
import { attributeOf } from "../../settings/app-pool-attributes";
import { newestOf } from "../../settings/iis-version";
import { asList, type SettingValue } from "../../settings/value";
import { secondsOfClock } from "../../settings/codecs/timespan-text";
import type { PoolChange } from "../change/change";
import { targetName } from "../change/desired";
import type { PoolRecycling } from "../results";
import { findPool, type LiveHost } from "../change/live-host";

const interval = "recycling.periodicRestart.time";
const schedule = "recycling.periodicRestart.schedule";

/** The settings that determine when a pool recycles automatically. */
export const recyclingPaths: readonly string[] = [interval, schedule];

/**
 * When every pool recycles automatically after the changes, by name. A new pool's inherited values are computed from
 * `live.defaults`, or from IIS's own defaults if those were not read. A change of the defaults affects the pools that
 * inherit it according to `live.explicit`.
 */
export function recyclingAfter(live: LiveHost, changes: readonly PoolChange[]): PoolRecycling[] {
  const byPool = new Map(changes.map((change) => [poolKey(targetName(change.target)), change]));
  const changed = (name: string, path: string): SettingValue | undefined => {
    const change = byPool.get(poolKey(name));
    return change === undefined || change.kind === "delete"
      ? undefined
      : change.settings.find((one) => one.path === path)?.to;
  };
  const valueOf = (name: string, path: string): SettingValue | undefined =>
    changed(name, path) ??
    (inherits(live, name, path) ? changed("applicationPoolDefaults", path) : undefined) ??
    findPool(live, name)?.settings[path] ??
    live.defaults?.[path] ??
    newestOf(attributeOf(path).defaults);
  const gone = new Set(changes.flatMap((change) => (change.kind === "rename" ? [poolKey(change.from)] : [])));
  const stay = [...live.pools.values()].filter(
    ({ name }) => byPool.get(poolKey(name))?.kind !== "delete" && !gone.has(poolKey(name)),
  );
  const come = changes.filter((change) => change.kind === "create" || (change.kind === "rename" && change.isNew));
  return [...stay.map(({ name }) => name), ...come.map(({ target }) => targetName(target))]
    .sort((a, b) => (poolKey(a) < poolKey(b) ? -1 : 1))
    .map((pool) => ({
      pool,
      intervalSeconds: secondsOf(valueOf(pool, interval)),
      schedule: asList(valueOf(pool, schedule)),
    }));
}

function inherits({ pools, explicit }: LiveHost, name: string, path: string): boolean {
  if (!pools.has(poolKey(name))) return true;
  return explicit !== undefined && !(path in (explicit.pools.get(poolKey(name)) ?? {}));
}

function secondsOf(time: SettingValue | undefined): number {
  return typeof time === "string" ? (secondsOfClock(time) ?? 0) : 0;
}
