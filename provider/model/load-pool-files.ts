import { isDeepStrictEqual } from "node:util";
import type { FileFault, Position } from "../errors";
import { joinPath } from "../join-path";
import { listFaults } from "../list-faults";
import { listNames } from "../list-names";
import { hostNameKey, poolKey } from "../name-keys";
import { assignHosts } from "./assign-hosts";
import { formatPosition } from "./format-fault";
import { FleetNames, joinGroups } from "./host-groups";
import { Overrides } from "./merge-overrides";
import type { HostDeclaration, IgnoreRule, PoolFiles } from "./pool-file";
import { type LoadOptions, PoolFileLoader } from "./pool-file-loader";
import type { FileContent } from "./read-pool-file";
import { renameFaults } from "./rename-faults";
import { spreadDefaults, spreadPools } from "./spread-declarations";

export type { LoadOptions } from "./pool-file-loader";

/** Everything that pool files declare, and every fault of every file. */
export interface LoadedPoolFiles {
  /** What could be read; with faults it must not be applied. */
  readonly files: PoolFiles;
  /** File by file in the order they were read, each from top to bottom; of many the first ones and how many more. */
  readonly faults: readonly FileFault[];
}

/**
 * Loads pool files, folders of them and what they include. Every fault is found in one run, with its place.
 *
 * @param paths files, folders and patterns, relative to `cwd`
 */
export function loadPoolFiles(paths: readonly string[], options: LoadOptions): LoadedPoolFiles {
  const loader = new PoolFileLoader(options);
  loader.loadAll(paths);
  const { files } = loader;
  const contents = files.map(({ content }) => content);
  const faults: FileFault[] = [];
  const hosts = joinHosts(contents, faults, loader.firstPosition);
  const names = hosts.map(({ name }) => name);
  const spelled = new Map(names.map((name) => [hostNameKey(name), name]));
  const ownNames = ({ hosts: own }: FileContent): readonly string[] | undefined =>
    own?.map(({ name }) => spelled.get(hostNameKey(name)) ?? name);
  const hostsOfFiles = assignHosts(
    files.map(({ content, includes }) => ({ own: ownNames(content), includes })),
    names,
  );
  const groups = joinGroups(
    contents.flatMap((content) => content.groups),
    names,
  );
  const fleet = new FleetNames({ hosts: names, groups });
  const overrides = new Overrides(
    contents.flatMap((content) => content.overrides),
    fleet,
  );
  const pools = spreadPools(contents, hostsOfFiles, overrides, fleet);
  const defaults = spreadDefaults(contents, hostsOfFiles, overrides, names);
  const ignore = contents.flatMap((content, index) =>
    content.ignore.map((rule) => ({ ...rule, hosts: hostsOfFiles[index] ?? [] })),
  );
  addTwins(
    pools.map((pool) => ({ ...pool, path: joinPath("pools", pool.name) })),
    faults,
  );
  addTwins(
    defaults.map((declared) => ({ ...declared, name: "", path: "applicationPoolDefaults" })),
    faults,
  );
  addUnknownHosts(ignore, spelled, faults);
  // Each once: where hosts differ, the same is found several times.
  const found = [...faults, ...renameFaults(pools), ...loader.faults];
  const all = [...new Map(found.map((fault) => [JSON.stringify(fault), fault])).values()];
  return { files: { hosts, groups, pools, defaults, ignore }, faults: listFaults(inOrder(all, loader.order)) };
}

/** All hosts that the files name, each once; this machine where they name none. */
function joinHosts(contents: readonly FileContent[], faults: FileFault[], first: Position): readonly HostDeclaration[] {
  const hosts = new Map<string, HostDeclaration>();
  for (const host of contents.flatMap(({ hosts: own }) => own ?? [])) {
    const earlier = hosts.get(hostNameKey(host.name));
    if (earlier === undefined) hosts.set(hostNameKey(host.name), host);
    else if (!isDeepStrictEqual(earlier.connection, host.connection)) {
      const message = `has another connection than in ${formatPosition(earlier.position)}`;
      faults.push({ path: joinPath("hosts", host.name), message, position: host.position });
    }
  }
  return hosts.size > 0 ? [...hosts.values()] : [{ name: "local", connection: {}, position: first }];
}

interface Named {
  readonly name: string;
  readonly path: string;
  readonly hosts: readonly string[];
  readonly positions: Readonly<Record<string, Position>>;
}

/** What is declared twice for one host; IIS ignores the letter case of a pool's name. */
function addTwins(declarations: readonly Named[], faults: FileFault[]): void {
  const seen = new Map<string, Position>();
  for (const { name, path, hosts, positions } of declarations) {
    const [position] = [positions[""]];
    if (position === undefined) continue;
    const keys = hosts.map((host) => JSON.stringify([host, poolKey(name)]));
    const twin = keys.findIndex((key) => seen.has(key));
    const earlier = seen.get(keys[twin] ?? "");
    if (earlier !== undefined) {
      const message = `is declared twice for host ${String(hosts[twin])}; the first is ${formatPosition(earlier)}`;
      faults.push({ path, message, position });
    }
    for (const key of keys) if (!seen.has(key)) seen.set(key, position);
  }
}

function addUnknownHosts(rules: readonly IgnoreRule[], known: ReadonlyMap<string, string>, faults: FileFault[]): void {
  const shown = listNames([...known.values()]);
  for (const { host, position } of rules) {
    if (host === undefined || host.includes("*") || known.has(hostNameKey(host))) continue;
    faults.push({ path: "drift.ignore", message: `no file names the host ${host}; known are ${shown}`, position });
  }
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
