import type { ListedApplication } from "../../appcmd/answers/pools";
import { poolKey } from "../../names";
import { type DesiredHost, targetName } from "../change/desired";
import { ignoresPool } from "./ignore";
import type { KeptPool } from "../results";
import type { LiveHost } from "../change/live-host";

/** The pool that IIS itself creates; it is never pruned. */
const builtIn = "DefaultAppPool";

/** What `--prune` does with the pools that no file declares. */
export interface Pruning {
  /** Pools to delete. */
  readonly prunable: readonly string[];
  readonly kept: readonly KeptPool[];
}

/** The pools of the host that no file declares, neither as present nor as absent. */
export function undeclaredPools(live: LiveHost, desiredHost: DesiredHost): string[] {
  const names = desiredHost.desired.flatMap(({ target, renamedFrom = [] }) => [targetName(target), renamedFrom].flat());
  const declared = new Set([...names, ...desiredHost.absent].map(poolKey));
  return [...live.pools.values()].map(({ name }) => name).filter((name) => !declared.has(poolKey(name)));
}

/**
 * The undeclared pools that may be deleted: never DefaultAppPool, a pool in use, or a pool that an ignore rule covers
 * as a whole.
 *
 * @param applications every application of the host
 */
export function prunablePools(
  live: LiveHost,
  desiredHost: DesiredHost,
  applications: readonly ListedApplication[],
): Pruning {
  const users = Map.groupBy(applications, ({ pool }) => poolKey(pool));
  const reasonFor = (pool: string): string | undefined => {
    const rule = desiredHost.ignore.find((one) => ignoresPool(one, pool));
    if (rule !== undefined) return `an ignore rule keeps it: ${rule.reason}`;
    if (poolKey(pool) === poolKey(builtIn)) return "it belongs to IIS and is never pruned";
    const [first, ...others] = users.get(poolKey(pool)) ?? [];
    if (first === undefined) return undefined;
    return `application "${first.name}"${others.length > 0 ? ` and ${others.length} more` : ""} use${others.length > 0 ? "" : "s"} it`;
  };
  const judged = undeclaredPools(live, desiredHost).map((pool) => ({ pool, reason: reasonFor(pool) }));
  return {
    prunable: judged.flatMap(({ pool, reason }) => (reason === undefined ? [pool] : [])),
    kept: judged.flatMap(({ pool, reason }) => (reason === undefined ? [] : [{ pool, reason }])),
  };
}
