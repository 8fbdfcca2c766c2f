import { otherKey } from "../schema/other-attributes";
import { settingAttributes } from "../schema/app-pool-attributes";
import type { Position } from "../errors";
import { below } from "../join-path";
import { keyPath } from "../schema/key-path";
import { readPool } from "./app-pool";
import { type FileFaults } from "./file-faults";
import type { SettingsBlock } from "./merge-defaults";
import { multiInstanceKey } from "./multi-instance";
import { readProbe } from "./read-probe";
import { takeStagger } from "./read-stagger";
import { resolveSecrets, type SecretSource } from "./secret-references";
import { schedulePath } from "./stagger";
import type { YamlNode } from "./yaml-document";

const ownKeys = ["state", multiInstanceKey, "probe", "renamedFrom"];
const settingPaths: ReadonlySet<string> = new Set(settingAttributes.map(({ path }) => path));

/**
 * Reads a block of settings of a pool file, each value on its own; its faults are the caller's to place.
 *
 * @param otherKeys keys beside the settings that the caller reads itself
 */
export function readBlock(
  node: YamlNode,
  kind: "pool" | "defaults",
  secrets: SecretSource,
  file: FileFaults,
  otherKeys: readonly string[] = [],
): SettingsBlock {
  const resolved = file.source.hasReferences
    ? resolveSecrets(node, secrets)
    : { value: node.value, names: {}, unknown: [], faults: [] };
  const staggered = takeStagger(resolved.value);
  const isRefused = kind === "defaults" && staggered.stagger !== undefined;
  const refused = isRefused ? [{ path: `${schedulePath}.stagger`, message: noStaggerInDefaults }] : [];
  const probeNode = kind === "pool" ? node.entries?.get("probe") : undefined;
  const { probe, faults: probeFaults } = probeNode === undefined ? { faults: [] } : readProbe(probeNode.value);
  const known = kind === "pool" ? [...otherKeys, "probe"] : otherKeys;
  const { pool, faults } = readPool(staggered.value, { kind, isNamed: false, otherKeys: known });
  const positions: Record<string, Position> = { "": file.positionOf(node) };
  addPositions(node, "", positions, file);
  return {
    pool,
    ...(staggered.stagger && { stagger: staggered.stagger }),
    ...(probe && { probe }),
    faults: [
      ...[...resolved.faults, ...staggered.faults, ...refused, ...faults],
      ...probeFaults.map(({ path, message }) => ({ path: below("probe", path), message })),
    ],
    positions,
    secretNames: resolved.names,
    unknown: resolved.unknown,
  };
}

const noStaggerInDefaults =
  "gives each pool a time of its own, and what stands here is one for all; write it under defaults";

function addPositions(node: YamlNode, group: string, positions: Record<string, Position>, file: FileFaults): void {
  for (const [key, child] of node.entries ?? []) {
    const path = keyPath(group, key);
    if (settingPaths.has(path) || group === otherKey || (group === "" && ownKeys.includes(key)))
      positions[path] = file.positionOf(child);
    else addPositions(child, path, positions, file);
  }
}
