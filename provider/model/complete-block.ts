import type { FileFault, Position } from "../errors";
import { completePool } from "./app-pool";
import type { Block } from "./block";
import type { Declared } from "./declared";
import { formatPosition } from "./format-fault";
import { mergeBlocks } from "./merge-blocks";

/**
 * What a block comes to with others merged over it, each over what was before it: the rules over several settings are
 * applied, and what they imply is added.
 *
 * @returns the faults of these rules, each where it comes from: in the block by itself, or in the overrides
 */
export function completeBlock(
  base: Block,
  overrides: readonly Block[] = [],
): { readonly declared: Omit<Declared, "hosts" | "isPresent">; readonly faults: readonly FileFault[] } {
  const merged = overrides.reduce(mergeBlocks, base);
  const { node, open, ...block } = merged;
  const { pool, faults } = completePool(block, open);
  const ofBase = overrides.length === 0 ? faults : completePool(base, base.open).faults;
  return {
    declared: { ...block, settings: pool.settings, positions: positionsOf(merged, pool.settings, base) },
    faults: faults.map(({ path, message }) => {
      const keys = path.split(".");
      const isOfBase = ofBase.some((one) => one.path === path && one.message === message);
      // That of merged blocks is the last one's.
      const place = isOfBase
        ? base.node
        : (overrides.findLast((over) => over.node.at(keys) !== undefined)?.node ?? node);
      const inherited = place.at(keys) === undefined ? block.positions[path] : undefined;
      const where = inherited && (place === base.node ? `defaults, line ${inherited.line}` : formatPosition(inherited));
      return place.fault(`${message}${where === undefined ? "" : ` (declared in ${where})`}`, keys);
    }),
  };
}

/** What `multiInstance` stands for, stands where it does; the declaration itself where the block does that others are merged over. */
function positionsOf({ positions }: Block, settings: Declared["settings"], base: Block): Declared["positions"] {
  const { multiInstance } = positions;
  const start = base.positions[""];
  if (multiInstance === undefined && start === positions[""]) return positions;
  const placed: Record<string, Position> = { ...positions, ...(start && { "": start }) };
  if (multiInstance !== undefined) for (const path of Object.keys(settings)) placed[path] ??= multiInstance;
  return placed;
}
