import { joinPath } from "../join-path";
import { addFaults, type PlacedBlock } from "./complete-block";
import type { FileFaults } from "./file-faults";
import type { NameInFile } from "./host-groups";
import { poolNameProblem } from "./pool-name";
import { readBlock } from "./read-block";
import type { SecretSource } from "./secret-references";
import { nearestName } from "../nearest-name";
import type { YamlNode } from "./yaml-document";

/** A block of settings that is merged over what is declared, and whoever tells what is wrong with it. */
export interface OverrideBlock extends PlacedBlock {
  /** The pool's name; `""` for `applicationPoolDefaults`. */
  readonly pool: string;
  readonly complain: (message: string) => void;
}

/** What a file says of a host or a group besides what it says of all. */
export interface FileOverride extends NameInFile {
  readonly blocks: readonly OverrideBlock[];
}

const keys = ["pools", "applicationPoolDefaults"] as const;

/** Reads `overrides: { web-01: { pools: { Shop: { queueLength: 5000 } } } }`; the faults of single values are told. */
export function readOverrides(node: YamlNode, file: FileFaults, secrets: SecretSource): readonly FileOverride[] {
  if (node.entries === undefined) {
    const example = "web-01: { pools: { Shop: { queueLength: 5000 } } }";
    file.add(
      node,
      "overrides",
      `expected names of hosts or groups, each with what is other there, for example ${example}`,
    );
    return [];
  }
  return [...node.entries].map(([name, child]) => {
    const path = joinPath("overrides", name);
    return { name, complain: complainer(file, child, path), blocks: readOverride(child, path, file, secrets) };
  });
}

function readOverride(node: YamlNode, path: string, file: FileFaults, secrets: SecretSource): OverrideBlock[] {
  if (node.entries === undefined) {
    file.add(node, path, `expected ${keys.join(", ")}`);
    return [];
  }
  return [...node.entries].flatMap(([key, child]) => {
    const at = joinPath(path, key);
    if (key === "applicationPoolDefaults") return [readOverrideBlock("", child, at, file, secrets)];
    if (key === "pools" && child.entries !== undefined) {
      return [...child.entries].map(([pool, block]) =>
        readOverrideBlock(pool, block, joinPath(at, pool), file, secrets),
      );
    }
    const meant = nearestName(key, keys);
    const unknown = meant === undefined ? `known here are ${keys.join(", ")}` : `did you mean "${meant}"?`;
    file.add(child, at, key === "pools" ? "expected pool names, each with its settings" : `unknown key, ${unknown}`);
    return [];
  });
}

function readOverrideBlock(
  pool: string,
  node: YamlNode,
  path: string,
  file: FileFaults,
  secrets: SecretSource,
): OverrideBlock {
  const complain = complainer(file, node, path);
  const problem = pool === "" ? undefined : poolNameProblem(pool);
  if (problem !== undefined) complain(problem);
  const placed = { block: readBlock(node, pool === "" ? "defaults" : "pool", secrets, file), node, path, file };
  addFaults(placed, pool === "" ? undefined : "expected Started or Stopped");
  return { ...placed, pool, complain };
}

function complainer(file: FileFaults, node: YamlNode, path: string): (message: string) => void {
  return (message) => {
    file.add(node, path, message);
  };
}
