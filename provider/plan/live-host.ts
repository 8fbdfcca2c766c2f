import type { PoolReference } from "../appcmd/pool-place";
import type { ListedPool, ListedSection } from "../appcmd/listed-pool";
import { poolKey } from "../name-keys";
import type { Settings } from "../schema/setting-value";

/** What one look at a host showed. */
export interface LiveHost {
  /** Every pool with effective values, by {@link poolKey}. */
  readonly pools: ReadonlyMap<string, ListedPool>;
  /** What is written in the section itself, nothing inherited; only where it was asked for. */
  readonly explicit?: ListedSection;
  /** Effective values of `<applicationPoolDefaults>`; only where they were asked for. */
  readonly defaults?: Settings;
  /** What names which pool among the sites; only where it was asked for. */
  readonly references?: readonly PoolReference[];
}

/** The pool of that name, whatever its case. */
export function findPool(live: LiveHost, name: string): ListedPool | undefined {
  return live.pools.get(poolKey(name));
}

/**
 * Every setting that the host's IIS knows: `/config:*` prints all of them, so what it leaves out does not exist there.
 * Undefined on a host without pools.
 */
export function knownSettings(live: LiveHost): Settings | undefined {
  const [first] = live.pools.values();
  return first?.settings ?? live.defaults;
}

/** What is told of a host without pools: a server nearly always has one, a file that is no server's configuration has none. */
export const noPools =
  "no application pools were found; check that this is the server or the applicationHost.config that you mean";
