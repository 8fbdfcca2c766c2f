import type { Fault, Position } from "../errors";
import { below } from "../join-path";
import { completePool } from "./app-pool";
import { type FileFaults, nodeAt } from "./file-faults";
import { formatPosition } from "./format-fault";
import { mergeDefaults, type SettingsBlock } from "./merge-defaults";
import type { DefaultsDeclaration, PoolDeclaration } from "./pool-file";
import type { YamlNode } from "./yaml-document";

/** A block of settings and where it stands. */
export interface PlacedBlock {
  readonly block: SettingsBlock;
  readonly node: YamlNode;
  readonly path: string;
  readonly file: FileFaults;
}

/** What a block comes to. */
export type Completed = Omit<DefaultsDeclaration, "hosts"> & Pick<PoolDeclaration, "stagger" | "probe">;

/**
 * A block with others merged over it, each over what was before it: applies the rules over several settings, adds what
 * they imply, and tells the faults of these rules. Those of single values are the reader's to tell.
 *
 * @param known faults of single values, about which no rule complains once more
 */
export function completeBlock(
  base: PlacedBlock,
  overrides: readonly PlacedBlock[] = [],
  known: readonly Fault[] = base.block.faults,
): Completed {
  const block = overrides.reduce((merged, { block: over }) => mergeDefaults(merged, over), base.block);
  const { pool, faults } = complete(block, [...known, ...overrides.flatMap(({ block: { faults: own } }) => own)]);
  const ofBase = overrides.length === 0 ? faults : complete(base.block, known).faults;
  for (const fault of faults) {
    const isOfBase = ofBase.some(({ path, message }) => path === fault.path && message === fault.message);
    const place = overrides.findLast(({ node }) => nodeAt(node, fault.path).isExact) ?? overrides.at(-1);
    addCombinedFault(fault, place === undefined || isOfBase ? base : place, block);
  }
  const { stagger, probe, secretNames } = block;
  const { multiInstance } = block.positions;
  const start = base.block.positions[""];
  const implied = Object.keys(pool.settings).filter((at) => !(at in block.positions));
  const positions: Record<string, Position> = { ...block.positions, ...(start && { "": start }) };
  if (multiInstance !== undefined) for (const at of implied) positions[at] = multiInstance;
  return { checked: pool, positions, secretNames, ...(stagger && { stagger }), ...(probe && { probe }) };
}

function complete(block: SettingsBlock, known: readonly Fault[]): ReturnType<typeof completePool> {
  const unknown = new Set(block.unknown);
  return completePool(block.pool, known, (at) => unknown.has(at));
}

/** Tells the faults of single values. */
export function addFaults({ block: { faults }, node, path, file }: PlacedBlock, stateMessage?: string): void {
  for (const fault of faults) {
    const message = fault.path === "state" && stateMessage !== undefined ? stateMessage : fault.message;
    file.add(nodeAt(node, fault.path).node, below(path, fault.path), message);
  }
}

/** A fault of several settings together belongs to the block, also where one of them comes from below it. */
function addCombinedFault(fault: Fault, { node, path, file }: PlacedBlock, merged: SettingsBlock): void {
  const found = nodeAt(node, fault.path);
  const inherited = found.isExact ? undefined : merged.positions[fault.path];
  const place =
    inherited && (isOverride(path) ? `in ${formatPosition(inherited)}` : `in defaults, line ${inherited.line}`);
  const hint = place === undefined ? "" : ` (declared ${place})`;
  file.add(found.node, below(path, fault.path), `${fault.message}${hint}`);
}

function isOverride(path: string): boolean {
  return path.startsWith("overrides");
}
