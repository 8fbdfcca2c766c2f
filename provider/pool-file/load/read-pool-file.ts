import type * as z from "zod";
import type { FileFault } from "../../errors";
import { poolKey } from "../../names";
import { joinPath } from "../../text";
import { nearestName, unknownName } from "../../unknown-name";
import type { HostDeclaration, IgnoreRule } from "../pool-file";
import type { Declared } from "../pool/declared";
import { readDeclared } from "../pool/read-declared";
import { misplacedReferences, type SecretSource } from "../pool/secret-references";
import { drift } from "../schema/drift";
import { absentPool, includedScope, pool as poolOfFile, poolDefaults, scopeKey, serverDefaults } from "../schema/pool";
import { include, poolFile, pools as poolsOfFile, topLevelKeys, version } from "../schema/pool-file";
import { type FileNode, type Read, readEntries } from "../yaml/file-node";
import type { PlacedName } from "./fleet-names";
import { type FileGroup, namesAt, readGroups, readHosts } from "./hosts";
import { type FileOverride, readOverrides } from "./overrides";

/** A rule whose hosts are not known yet. */
export type FileIgnoreRule = Omit<IgnoreRule, "hosts">;

/** The rules of `drift: { ignore: [...] }`. */
export function readIgnoreRules(node: FileNode): Read<readonly FileIgnoreRule[]> {
  const { value: read, faults } = node.read(drift());
  const places = node.child("ignore")?.children ?? [];
  // If there are faults, rules may be missing in the result, and the indexes would be wrong.
  const value = (read?.ignore ?? []).map((rule, index) => ({
    ...rule,
    position: (places[index]?.[1] ?? node).position,
  }));
  return { value, faults };
}

/** The declarations of one file. Their hosts may depend on the other files. */
export interface FileContent {
  /** `undefined`: the file names none. */
  readonly hosts: readonly HostDeclaration[] | undefined;
  /** Paths, folders and patterns. */
  readonly includes: readonly PlacedName[];
  readonly groups: readonly FileGroup[];
  readonly overrides: readonly FileOverride[];
  /** Without the file's `defaults`. */
  readonly pools: readonly Declared[];
  /** Its `defaults`, for pools. */
  readonly poolDefaults: Declared | undefined;
  /** Whether they are also for the pools of the files that it includes. */
  readonly isForIncluded: boolean;
  /** Its `applicationPoolDefaults`. */
  readonly defaults: Declared | undefined;
  readonly ignore: readonly FileIgnoreRule[];
}

/** The environment in which a file is read. */
export interface FileReading extends SecretSource {
  /** The folder to which the paths of files and connections are relative. */
  readonly cwd: string;
}

/** Reads the declarations of a file. With faults, only the valid part is returned. */
export function readPoolFile(root: FileNode, reading: FileReading): Read<FileContent> {
  const all: FileFault[] = [...topLevelFaults(root)];
  const read = <T>(key: (typeof topLevelKeys)[number], none: NoInfer<T>, how: (node: FileNode) => Read<T>): T => {
    const node = root.child(key);
    if (node === undefined) return none;
    const { value, faults } = how(node);
    for (const fault of faults) all.push(fault);
    return value;
  };
  const readWith = (schema: () => z.ZodType) => (node: FileNode) => readDeclared("", node, schema(), reading);
  const hosts = read("hosts", [], (node) => readHosts(node, reading.cwd));
  const value = {
    hosts: hosts.length > 0 ? hosts : undefined,
    poolDefaults: read<Declared | undefined>("defaults", undefined, readWith(poolDefaults)),
    includes: read("include", [], readIncludes),
    groups: read("groups", [], readGroups),
    overrides: read("overrides", [], (node) => readOverrides(node, reading)),
    pools: read("pools", [], (node) => readPools(node, reading)),
    isForIncluded: root.at(["defaults", scopeKey])?.value === includedScope,
    defaults: read<Declared | undefined>("applicationPoolDefaults", undefined, readWith(serverDefaults)),
    ignore: read("drift", [], readIgnoreRules),
  };
  for (const key of ["include", "groups", "drift"] as const) {
    read(key, undefined, (node) => ({ value: undefined, faults: misplacedReferences(node) }));
  }
  return { value, faults: all };
}

/** The faults of the file as a whole: not a map, unknown keys, the version. */
function topLevelFaults(root: FileNode): readonly FileFault[] {
  const given = root.child("version");
  if (root.node.entries === undefined) return root.read(poolFile()).faults;
  const unknown = root.children.flatMap(([key, node]): readonly FileFault[] => {
    if (topLevelKeys.some((name) => name === key)) return [];
    // A file without a version may be anything: a key that is not similar to a known one is not shown.
    const isShown = given?.value === 1 || nearestName(key, topLevelKeys) !== undefined;
    const message = unknownName("key", isShown ? key : undefined, topLevelKeys);
    return [{ ...node.fault(message), path: isShown ? joinPath("", key) : "" }];
  });
  const message = version().safeParse(given?.value, { reportInput: true }).error?.issues[0]?.message;
  return message === undefined ? unknown : [...unknown, root.fault(message, ["version"])];
}

function readIncludes(node: FileNode): Read<readonly PlacedName[]> {
  const { faults } = node.read(include());
  return { value: namesAt(node).filter(({ name }) => name.trim() !== ""), faults };
}

function readPools(node: FileNode, secrets: SecretSource): Read<readonly Declared[]> {
  const { value: entries, faults } = readEntries(node, poolsOfFile());
  const pools = entries.map(([name, child]) => readPool(name, child, secrets));
  return { value: pools.map(({ value }) => value), faults: [...faults, ...pools.flatMap((read) => read.faults)] };
}

function readPool(name: string, node: FileNode, secrets: SecretSource): Read<Declared> {
  if (isAbsent(node)) {
    const { value, faults } = readDeclared(name, node, absentPool(), secrets);
    return { value: { ...value, isPresent: false }, faults };
  }
  const { value: own, faults } = readDeclared(name, node, poolOfFile(), secrets);
  const { renamedFrom, ...plain } = own;
  const isOwnName = renamedFrom !== undefined && poolKey(renamedFrom) === poolKey(name);
  return {
    value: isOwnName ? plain : own,
    faults: isOwnName ? [...faults, node.fault(ownName, ["renamedFrom"])] : faults,
  };
}

const ownName = "is the pool's own name; letter case is ignored";

function isAbsent(node: FileNode): boolean {
  const state = node.child("state")?.value;
  return typeof state === "string" && state.trim().toLowerCase() === "absent";
}
