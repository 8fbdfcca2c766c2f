import type { Position } from "../errors";
import { below, joinPath } from "../join-path";
import { poolKey } from "../name-keys";
import { addFaults, completeBlock, type PlacedBlock } from "./complete-block";
import { type FileFaults } from "./file-faults";
import { type FileGroup, type NameInFile, readGroups, readNames } from "./host-groups";
import { mergeDefaults, type SettingsBlock } from "./merge-defaults";
import type { HostDeclaration, PoolDeclaration } from "./pool-file";
import { poolNameProblem } from "./pool-name";
import { readBlock } from "./read-block";
import { type HostReading, readHosts } from "./read-hosts";
import { type FileIgnoreRule, readIgnoreRules } from "./read-ignore-rules";
import { type FileOverride, type OverrideBlock, readOverrides } from "./read-overrides";
import { onlyForSecrets, referencesIn, type SecretSource } from "./secret-references";
import { nearestName } from "../nearest-name";
import type { YamlNode } from "./yaml-document";

/** A file's `include` entry. */
export interface Include {
  readonly text: string;
  readonly path: string;
  readonly node: YamlNode;
}

/** What one file declares, for hosts that only the other files tell. */
export interface FileContent {
  /** `undefined`: the file names none. */
  readonly hosts: readonly HostDeclaration[] | undefined;
  readonly includes: readonly Include[];
  readonly groups: readonly FileGroup[];
  readonly overrides: readonly FileOverride[];
  readonly pools: readonly PoolDraft[];
  readonly defaults: PlacedBlock | undefined;
  readonly ignore: readonly FileIgnoreRule[];
}

/** A pool whose hosts are not known yet. */
export interface PoolDraft {
  readonly name: string;
  /** Tells a fault of the pool as a whole. */
  readonly complain: (message: string) => void;
  /** The hosts and groups that it is for; `undefined`: all hosts of its file. */
  readonly only: readonly NameInFile[] | undefined;
  /** What it comes to on hosts with these overrides; the faults of several settings together are told. */
  readonly declare: (overrides: readonly OverrideBlock[]) => Omit<PoolDeclaration, "hosts">;
}

/** What reading a file needs from outside. */
export type FileReading = HostReading & SecretSource;

/** The keys of a pool file, in the order they are written. */
export const topLevelKeys = [
  "version",
  "include",
  "hosts",
  "groups",
  "defaults",
  "pools",
  "applicationPoolDefaults",
  "overrides",
  "drift",
] as const;

type TopLevel = Partial<Record<(typeof topLevelKeys)[number], YamlNode>>;

/** Reads what a file declares; its faults go to `file`. */
export function readPoolFile(root: YamlNode, file: FileFaults, reading: FileReading): FileContent {
  const top = readTopLevel(root, file);
  const hosts = top.hosts && readHosts(top.hosts, file, reading);
  const base = top.defaults && readDefaults(top.defaults, file, reading);
  const defaults = top.applicationPoolDefaults;
  return {
    hosts: hosts !== undefined && hosts.length > 0 ? hosts : undefined,
    includes: top.include === undefined ? [] : readIncludes(top.include, file),
    groups: top.groups === undefined ? [] : readGroups(top.groups, file),
    overrides: top.overrides === undefined ? [] : readOverrides(top.overrides, file, reading),
    pools: top.pools === undefined ? [] : readPools(top.pools, base, file, reading),
    defaults: defaults && readServerDefaults(defaults, file, reading),
    ignore: top.drift === undefined ? [] : readIgnoreRules(top.drift, file),
  };
}

function readTopLevel(root: YamlNode, file: FileFaults): TopLevel {
  const { entries } = root;
  if (entries === undefined) {
    file.add(root, "", `expected a pool file: the keys ${topLevelKeys.join(", ")}`);
    return {};
  }
  const isPoolFile = entries.get("version")?.value === 1;
  for (const [key, node] of entries) {
    if (topLevelKeys.some((name) => name === key)) continue;
    // Without a version it may be any file: then a key that is like none of ours is not repeated.
    const meant = nearestName(key, topLevelKeys);
    const hint = meant === undefined ? `; known here are ${topLevelKeys.join(", ")}` : `, did you mean "${meant}"?`;
    file.add(node, isPoolFile || meant !== undefined ? joinPath("", key) : "", `unknown key${hint}`);
  }
  checkVersion(entries.get("version"), root, file);
  const top = Object.fromEntries(topLevelKeys.map((key) => [key, entries.get(key)])) as TopLevel;
  if (file.source.hasReferences) {
    for (const key of ["include", "groups", "drift"] as const) {
      const node = top[key];
      for (const { path, node: place } of node === undefined ? [] : referencesIn(node)) {
        file.add(place, below(key, path), onlyForSecrets);
      }
    }
  }
  return top;
}

function checkVersion(version: YamlNode | undefined, root: YamlNode, file: FileFaults): void {
  if (version === undefined) file.add(root, "version", "is needed: write version: 1");
  else if (version.value !== 1) file.add(version, "version", "expected 1, the only version of pool files there is");
}

function readIncludes(node: YamlNode, file: FileFaults): readonly Include[] {
  const items = node.items ?? [node];
  return items.flatMap((item, index) => {
    const path = node.items === undefined ? "include" : `include[${index}]`;
    const { value } = item;
    if (typeof value === "string" && value.trim() !== "") return [{ text: value, path, node: item }];
    file.add(item, path, "expected the path of a pool file, a folder or a pattern such as pools/*.yaml");
    return [];
  });
}

/** A block that many pools are merged with; its faults are told here, once. */
function readDefaults(node: YamlNode, file: FileFaults, reading: FileReading): SettingsBlock {
  const block = readBlock(node, "pool", reading, file);
  addFaults({ block, node, path: "defaults", file }, "expected Started or Stopped");
  return block;
}

function readServerDefaults(node: YamlNode, file: FileFaults, reading: FileReading): PlacedBlock {
  const placed = {
    block: readBlock(node, "defaults", reading, file),
    ...{ node, path: "applicationPoolDefaults", file },
  };
  addFaults(placed);
  return placed;
}

function readPools(
  node: YamlNode,
  base: SettingsBlock | undefined,
  file: FileFaults,
  reading: FileReading,
): readonly PoolDraft[] {
  if (node.entries === undefined) {
    file.add(node, "pools", "expected pool names, each with its settings, for example Shop: { queueLength: 2000 }");
    return [];
  }
  return [...node.entries].map(([name, child]) => readNamedPool(name, child, base, file, reading));
}

function readNamedPool(
  name: string,
  node: YamlNode,
  base: SettingsBlock | undefined,
  file: FileFaults,
  reading: FileReading,
): PoolDraft {
  const path = joinPath("pools", name);
  const complain = (message: string): void => {
    file.add(node, path, message);
  };
  const problem = poolNameProblem(name);
  if (problem !== undefined) complain(problem);
  const hosts = node.entries?.get("hosts");
  const draft = { name, complain, only: hosts && readNames(hosts, joinPath(path, "hosts"), file) };
  if (isAbsent(node)) return { ...draft, declare: absentPool(name, node, path, file) };
  const own = readBlock(node, "pool", reading, file, ["hosts", "renamedFrom"]);
  const old = node.entries?.get("renamedFrom");
  const renamed = old && readOldName(old, name, joinPath(path, "renamedFrom"), file);
  addFaults({ block: own, node, path, file }, "expected Started, Stopped or absent");
  const block = base === undefined ? own : mergeDefaults(base, own);
  const known = base === undefined ? own.faults : [...own.faults, ...base.faults];
  const declare: PoolDraft["declare"] = (overrides) => ({
    ...{ name, isPresent: true },
    ...(renamed !== undefined && { renamedFrom: renamed }),
    ...completeBlock({ block, node, path, file }, overrides, known),
  });
  return { ...draft, declare };
}

function readOldName(node: YamlNode, name: string, path: string, file: FileFaults): string | undefined {
  const { value } = node;
  const isSame = typeof value === "string" && poolKey(value) === poolKey(name);
  const problem = isSame ? "is the pool's own name; the letter case of names does not count" : poolNameProblem(value);
  if (problem === undefined) return String(value);
  file.add(node, path, problem);
  return undefined;
}

function isAbsent({ entries }: YamlNode): boolean {
  const state = entries?.get("state")?.value;
  return typeof state === "string" && state.trim().toLowerCase() === "absent";
}

function absentPool(name: string, node: YamlNode, path: string, file: FileFaults): PoolDraft["declare"] {
  const positions: Record<string, Position> = { "": file.positionOf(node) };
  for (const [key, child] of node.entries ?? []) {
    if (key === "state") positions["state"] = file.positionOf(child);
    else if (key !== "hosts")
      file.add(child, joinPath(path, key), "state: absent deletes the pool; leave its settings out");
  }
  return (overrides) => {
    for (const { complain } of overrides) complain("the pool is to be absent there; an absent pool has no settings");
    return { name, isPresent: false, checked: { settings: {} }, positions, secretNames: {} };
  };
}
