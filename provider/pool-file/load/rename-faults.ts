import type { FileFault } from "../../errors";
import { poolKey, poolOnHostKey } from "../../names";
import { formatPosition } from "../pool-file";
import type { Declared } from "../pool/declared";

/**
 * Faults of renamed pools on a host: the old pool is also declared, present or absent, which also rules out circles; or
 * two pools replace the same one.
 */
export function renameFaults(pools: readonly Declared[]): FileFault[] {
  const renamed = pools.flatMap((pool) => (pool.renamedFrom === undefined ? [] : [{ pool, from: pool.renamedFrom }]));
  const oldPools = new Set(renamed.map(({ from }) => poolKey(from)));
  const declared = firstByHost(
    pools.filter(({ name }) => oldPools.has(poolKey(name))).map((pool) => ({ pool, name: pool.name })),
  );
  const claimed = firstByHost(renamed.map(({ pool, from }) => ({ pool, name: from })));
  return renamed.flatMap(({ pool, from }) => {
    const faultsAt = (message: string): FileFault[] => [pool.node.fault(message, ["renamedFrom"])];
    const old = firstOf(pool, (host) => declared.get(poolOnHostKey(host, from)));
    if (old !== undefined) {
      const where = formatPosition(old.node.position);
      const remedy = old.isPresent ? "declare one of the two" : "the rename deletes it, so remove that declaration";
      return faultsAt(`"${old.name}" is also declared, ${where}; ${remedy}`);
    }
    const rival = firstOf(pool, (host) => claimed.get(poolOnHostKey(host, from)));
    if (rival === undefined || poolKey(rival.name) === poolKey(pool.name)) return [];
    return faultsAt(`pool "${rival.name}" already replaces "${from}"; only one pool can`);
  });
}

/** The first pool of each name on each host. */
function firstByHost(
  pools: readonly { readonly pool: Declared; readonly name: string }[],
): ReadonlyMap<string, Declared> {
  const first = new Map<string, Declared>();
  for (const { pool, name } of pools) {
    for (const host of pool.hosts) {
      const place = poolOnHostKey(host, name);
      if (!first.has(place)) first.set(place, pool);
    }
  }
  return first;
}

function firstOf({ hosts }: Declared, find: (host: string) => Declared | undefined): Declared | undefined {
  for (const host of hosts) {
    const found = find(host);
    if (found !== undefined) return found;
  }
  return undefined;
}
