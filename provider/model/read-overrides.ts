import type { Declared } from "./declared";
import type { FileNode, Read } from "./file-node";
import type { PlacedName } from "./fleet-names";
import { override, overriddenPools, overrides } from "./pool-file-schema";
import { poolPart, serverDefaults } from "./pool-schema";
import { readDeclared } from "./read-declared";
import { readEntries } from "./read-entries";
import type { SecretSource } from "./secret-references";

/** The overrides of a file for one host or group. */
export interface FileOverride extends PlacedName {
  /** By pools; `""` is the name of `applicationPoolDefaults`. */
  readonly declared: readonly Declared[];
}

/** Reads `overrides: { web-01: { pools: { Shop: { queueLength: 5000 } } } }`. */
export function readOverrides(node: FileNode, secrets: SecretSource): Read<readonly FileOverride[]> {
  const { value: entries, faults } = readEntries(node, overrides());
  const all = [...faults];
  const read = entries.map(([name, child]): FileOverride => {
    const { pools, applicationPoolDefaults, ...others } = Object.fromEntries(child.children);
    // The pools are read one by one, so that each is available if others have faults.
    const isMap = child.node.entries !== undefined;
    all.push(...child.read(override(), isMap ? valuesOf(others) : child.value).faults);
    if (!isMap) return { name, node: child, declared: [] };
    const named = pools === undefined ? { value: [], faults: [] } : readEntries(pools, overriddenPools());
    const declared = [
      ...named.value.map(([pool, block]) => readDeclared(pool, block, poolPart(), secrets)),
      ...(applicationPoolDefaults === undefined
        ? []
        : [readDeclared("", applicationPoolDefaults, serverDefaults(), secrets)]),
    ];
    all.push(...named.faults, ...declared.flatMap(({ faults: own }) => own));
    return { name, node: child, declared: declared.map(({ value }) => value) };
  });
  return { value: read, faults: all };
}

function valuesOf(nodes: Readonly<Record<string, FileNode>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(nodes).map(([key, { value }]) => [key, value]));
}
