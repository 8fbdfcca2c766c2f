import type { ListedPool, PoolState } from "../../provider/appcmd/answers/pools";
import { poolKey } from "../../provider/names";
import type { LiveHost } from "../../provider/plan/change/live-host";
import type { Settings } from "../../provider/settings/value";

/** A host with these pools; only the settings that a test is about. */
export function liveHost(
  pools: Record<string, Settings>,
  more: { state?: PoolState; explicit?: Record<string, Settings>; inherited?: Settings; defaults?: Settings } = {},
): LiveHost {
  const listed = Object.entries(pools).map(([name, settings]): [string, ListedPool] => [
    poolKey(name),
    { name, state: more.state ?? "Started", settings },
  ]);
  const explicit = Object.entries(more.explicit ?? {}).map(([name, settings]) => [poolKey(name), settings] as const);
  return {
    pools: new Map(listed),
    ...(more.explicit && { explicit: { pools: new Map(explicit), defaults: more.inherited ?? {} } }),
    ...(more.defaults && { defaults: more.defaults }),
  };
}
