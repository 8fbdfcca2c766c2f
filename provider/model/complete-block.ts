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
  const block = declaredOf(merged);
  const { pool, faults } = completePool(merged, merged.open);
  const ofBase = overrides.length === 0 ? faults : completePool(base, base.open).faults;
  const { multiInstance } = block.positions;
  const start = base.positions[""];
  const positions: Record<string, Position> = { ...block.positions, ...(start && { "": start }) };
  const implied = multiInstance === undefined ? [] : Object.keys(pool.settings).filter((path) => !(path in positions));
  for (const path of implied) if (multiInstance !== undefined) positions[path] = multiInstance;
  return {
    declared: { ...block, settings: pool.settings, positions },
    faults: faults.map(({ path, message }) => {
      const keys = path.split(".");
      const isOfBase = ofBase.some((one) => one.path === path && one.message === message);
      const over = overrides.findLast(({ node }) => node.at(keys) !== undefined) ?? overrides.at(-1);
      const place = isOfBase ? base : (over ?? base);
      const inherited = place.node.at(keys) === undefined ? block.positions[path] : undefined;
      const where = inherited && (place === base ? `defaults, line ${inherited.line}` : formatPosition(inherited));
      return place.node.fault(`${message}${where === undefined ? "" : ` (declared in ${where})`}`, keys);
    }),
  };
}

/** A block without what is for the loading alone. */
function declaredOf(block: Block): Omit<Declared, "hosts" | "isPresent"> {
  const declared: Partial<Record<keyof Block, unknown>> = { ...block };
  delete declared.node;
  delete declared.open;
  return declared as Omit<Declared, "hosts" | "isPresent">;
}
