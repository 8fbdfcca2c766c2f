import type { FileFault } from "../errors";
import { joinPath } from "./file-path";
import { formatPosition } from "./format-fault";
import type { PoolDeclaration } from "./pool-file";

/**
 * What cannot be of pools that take the place of others on a host: that the old pool is declared too, whether to be there
 * or not, which rules out circles; and that two take the place of one.
 */
export function renameFaults(pools: readonly PoolDeclaration[]): FileFault[] {
  return pools.flatMap((pool, index) => {
    const { name, renamedFrom, positions } = pool;
    if (renamedFrom === undefined) return [];
    const position = positions["renamedFrom"] ?? positions[""];
    const told = (message: string): FileFault[] => [
      { path: joinPath(joinPath("pools", name), "renamedFrom"), message, ...(position && { position }) },
    ];
    const old = pools.find((other) => sameName(other.name, renamedFrom) && isTogether(other, pool));
    if (old !== undefined) {
      const place = old.positions[""];
      const where = place === undefined ? "" : `, ${formatPosition(place)}`;
      const remedy = old.isPresent ? "declare one of the two" : "the rename deletes it, leave that out";
      return told(`"${old.name}" is declared as well${where}; ${remedy}`);
    }
    const rival = pools
      .slice(0, index)
      .find(
        (other) =>
          other.renamedFrom !== undefined && sameName(other.renamedFrom, renamedFrom) && isTogether(other, pool),
      );
    if (rival === undefined || sameName(rival.name, name)) return [];
    return told(`pool "${rival.name}" takes the place of "${renamedFrom}" already; only one can`);
  });
}

function isTogether(one: PoolDeclaration, other: PoolDeclaration): boolean {
  return one.hosts.some((host) => other.hosts.includes(host));
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
