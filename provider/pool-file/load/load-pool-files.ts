import { isDeepStrictEqual } from "node:util";
import type { FileFault, Position } from "../../errors";
import { hostNameKey, poolKey, poolOnHostKey } from "../../names";
import { joinPath, listFaults } from "../../text";
import { formatPosition, type HostDeclaration, type IgnoreRule, type PoolFiles } from "../pool-file";
import type { Declared } from "../pool/declared";
import type { Read } from "../yaml/file-node";
import { FleetNames, noHostsDeclared } from "./fleet-names";
import { joinGroups } from "./hosts";
import { inheritDefaults } from "./inherit-defaults";
import { Overrides } from "./overrides";
import { type LoadOptions, PoolFileLoader } from "./pool-file-loader";
import type { FileContent } from "./read-pool-file";
import { unusedBlocks } from "./unused-blocks";
import { assignHosts, placeDefaults, placePools, spreadDefaults, spreadPools } from "./spread-declarations";

export type { LoadOptions } from "./pool-file-loader";

/** Everything that pool files declare, and every fault of every file. */
export interface LoadedPoolFiles {
  /** The valid part; with faults it must not be applied. */
  readonly files: PoolFiles;
  /**
   * File by file in reading order, each from top to bottom; if there are many, the first ones and the number of the
   * others.
   */
  readonly faults: readonly FileFault[];
}

/**
 * Loads pool files, folders of them and their includes. Every fault is found in one run, with its place.
 *
 * @param paths files, folders and patterns, relative to `cwd`
 */
export function loadPoolFiles(paths: readonly string[], options: LoadOptions): LoadedPoolFiles {
  const loader = new PoolFileLoader(options);
  loader.loadAll(paths);
  const { files, hasUnread: hasOthers } = loader;
  const contents = files.map(({ content }) => content);
  const hosts = joinHosts(contents, loader.firstPosition);
  const names = hosts.value.map(({ name }) => name);
  const known = { hosts: names, hasOthers, isUndeclared: contents.every((content) => content.hosts === undefined) };
  const spelled = new Map(names.map((name) => [hostNameKey(name), name]));
  const ownNames = ({ hosts: own }: FileContent): readonly string[] | undefined =>
    own?.map(({ name }) => spelled.get(hostNameKey(name)) ?? name);
  const hostsOfFiles = assignHosts(
    files.map(({ content, includes }) => ({ own: ownNames(content), includes })),
    names,
  );
  const groups = joinGroups(
    contents.flatMap((content) => content.groups),
    known,
  );
  const fleet = new FleetNames({ ...known, groups: groups.value });
  const overrides = new Overrides(
    contents.flatMap((content) => content.overrides),
    fleet,
  );
  const placed = placePools(contents, hostsOfFiles, fleet);
  const ofFiles = placeDefaults(contents, hostsOfFiles);
  const poolDefaults = inheritDefaults(files, hostsOfFiles);
  const pools = spreadPools(placed.value, poolDefaults.value, overrides);
  const defaults = spreadDefaults(ofFiles, overrides, names);
  const ignore = contents.flatMap((content, index) =>
    content.ignore.map((rule) => ({ ...rule, hosts: hostsOfFiles[index] ?? [] })),
  );
  const ofAllFiles = [
    ...[hosts, groups, overrides, placed, poolDefaults, pools, defaults].map((part) => part.faults),
    duplicateFaults(placed.value.flat()),
    duplicateFaults(ofFiles),
    hasOthers ? [] : unknownHostFaults(ignore, new FleetNames({ ...known, groups: [] })),
    renameFaults(placed.value.flat()),
  ].flat();
  const faults = [...ofAllFiles.filter((fault) => !loader.isFollowing(fault)), ...loader.faults];
  const unused = (): readonly FileFault[] =>
    unusedBlocks({
      ...{ contents, placed: placed.value, inherited: poolDefaults.value, hosts: hosts.value },
      ...{ pools: pools.value, defaults: defaults.value },
    });
  return {
    files: {
      names: loader.order,
      hosts: hosts.value,
      groups: groups.value,
      pools: pools.value,
      defaults: defaults.value,
      ignore,
      unused: faults.length > 0 ? [] : inOrder(unused(), loader.order),
    },
    faults: listFaults(withoutRepetition(inOrder(faults, loader.order))),
  };
}

/** If no file declares hosts, that is one fault, at the first name of a host. */
function withoutRepetition(faults: readonly FileFault[]): readonly FileFault[] {
  const first = faults.findIndex(({ message }) => message === noHostsDeclared);
  return faults.filter(({ message }, index) => message !== noHostsDeclared || index === first);
}

/** All hosts that the files name, each once; this machine if they name none. */
function joinHosts(contents: readonly FileContent[], first: Position): Read<readonly HostDeclaration[]> {
  const hosts = new Map<string, HostDeclaration>();
  const faults: FileFault[] = [];
  for (const host of contents.flatMap(({ hosts: own }) => own ?? [])) {
    const earlier = hosts.get(hostNameKey(host.name));
    if (earlier === undefined) hosts.set(hostNameKey(host.name), host);
    else if (!isDeepStrictEqual(earlier.connection, host.connection)) {
      const message = `has a different connection in ${formatPosition(earlier.position)}`;
      faults.push({ path: joinPath("hosts", host.name), message, position: host.position });
    }
  }
  const local = { name: "local", connection: {}, position: first };
  return { value: hosts.size > 0 ? [...hosts.values()] : [local], faults };
}

/** Faults for pools that are declared twice for one host; IIS ignores the letter case of a pool's name. */
function duplicateFaults(declarations: readonly Declared[]): FileFault[] {
  const seen = new Map<string, Map<string, Declared>>();
  return declarations.flatMap((declared): FileFault[] => {
    const { name, hosts, node } = declared;
    const onHosts = seen.get(poolKey(name)) ?? new Map<string, Declared>();
    seen.set(poolKey(name), onHosts);
    const keys = hosts.map(hostNameKey);
    const duplicate = keys.findIndex((key) => onHosts.has(key));
    const earlier = onHosts.get(keys[duplicate] ?? "");
    for (const key of keys) if (!onHosts.has(key)) onHosts.set(key, declared);
    if (earlier === undefined) return [];
    const first = formatPosition(earlier.node.position);
    return [node.fault(`is declared twice for host ${String(hosts[duplicate])}; the first is ${first}`)];
  });
}

function unknownHostFaults(rules: readonly IgnoreRule[], hosts: FleetNames): FileFault[] {
  return rules.flatMap(({ host, position }) => {
    if (host === undefined || host.includes("*") || hosts.isHost(host)) return [];
    return [{ path: "drift.ignore", message: hosts.whyUnknown(host), position }];
  });
}

function inOrder(faults: readonly FileFault[], order: readonly string[]): readonly FileFault[] {
  const ranks = new Map(order.map((file, index) => [file, index]));
  const rank = ({ position }: FileFault): number => (position === undefined ? -1 : (ranks.get(position.file) ?? 0));
  return [...faults].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      (a.position?.line ?? 0) - (b.position?.line ?? 0) ||
      (a.position?.column ?? 0) - (b.position?.column ?? 0),
  );
}

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
