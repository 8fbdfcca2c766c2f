import { hostNameKey, poolKey } from "../../names";
import type { HostGroup } from "../../pool-file/pool-file";
import type { WrittenOverride, WrittenPoolFile } from "../../pool-file/write/pool-file";
import type { Settings } from "../../settings/value";
import { factorDefaults, type ImportedHost, secretNamesOf } from "./import-pools";
import { type Shared, shareSettings } from "./share-settings";

/** What was read from a host of a fleet. */
interface HostOfFleet {
  readonly name: string;
  readonly imported: Omit<ImportedHost, "notes">;
}

/** The hosts and groups that the files declare. */
interface DeclaredFleet {
  readonly hosts: readonly string[];
  readonly groups: readonly HostGroup[];
}

/** A pool on its hosts, or `applicationPoolDefaults`, whose name is empty. */
interface Block {
  readonly name: string;
  readonly hosts: readonly string[];
  readonly shared: Shared;
}

/** The differing settings of a host or group, by pool. */
interface Differing {
  readonly name: string;
  readonly isGroup: boolean;
  readonly pools: Map<string, Settings>;
}

/**
 * The pools of several hosts as one file beside the files that declare the hosts. What hosts share is written once: settings
 * of all pools as `defaults`, pools with the values that most of their hosts have, and overrides of groups and hosts for the
 * others. The plan of the files is empty on every host that was read.
 *
 * @param read hosts of the fleet, in its order
 */
export function importFleet(read: readonly HostOfFleet[], fleet: DeclaredFleet): WrittenPoolFile {
  const pools = poolBlocks(read);
  const server = serverBlock(read, fleet);
  const names = new GroupNames(fleet);
  const placed = pools.map((pool) => ({
    ...pool,
    places: pool.hosts.length === fleet.hosts.length ? undefined : [names.nameOf(pool.hosts, `with-${pool.name}`)],
  }));
  const { defaults, pools: rest } = factorDefaults(placed.map((pool) => ({ ...pool, settings: pool.shared.common })));
  const variables = new Set<string>();
  const written = rest.map(({ name, places, settings }) => ({
    ...{ name, settings, secretNames: secretNamesOf(name, settings, variables) },
    ...(places && { hosts: places }),
  }));
  const common = server.shared.common;
  const overrides = overridesOf([...pools, server], names, variables);
  return {
    ...(names.added.length > 0 && { groups: names.added }),
    ...(Object.keys(defaults).length > 0 && { defaults: { settings: defaults } }),
    pools: written,
    ...(Object.keys(common).length > 0 && {
      applicationPoolDefaults: { settings: common, secretNames: secretNamesOf(serverName, common, variables) },
    }),
    ...(overrides.length > 0 && { overrides }),
  };
}

const serverName = "applicationPoolDefaults";

/** Every pool with its hosts, in the order in which hosts have them. */
function poolBlocks(read: readonly HostOfFleet[]): Block[] {
  const found = new Map<string, { readonly name: string; readonly hosts: Map<string, Settings> }>();
  for (const { name: host, imported } of read) {
    for (const { name, settings } of imported.pools) {
      const known = found.get(poolKey(name)) ?? { name, hosts: new Map<string, Settings>() };
      known.hosts.set(host, settings);
      found.set(poolKey(name), known);
    }
  }
  return [...found.values()].map(({ name, hosts }) => ({
    name,
    hosts: [...hosts.keys()],
    shared: shareSettings(hosts),
  }));
}

/** A file's `applicationPoolDefaults` apply to every host: hosts that were not read have none, so nothing is common. */
function serverBlock(read: readonly HostOfFleet[], { hosts }: DeclaredFleet): Block {
  const found = new Map(read.map(({ name, imported }) => [name, imported.applicationPoolDefaults?.settings]));
  return { name: "", hosts, shared: shareSettings(new Map(hosts.map((host) => [host, found.get(host) ?? {}]))) };
}

/** First the overrides of groups, then those of hosts. */
function overridesOf(blocks: readonly Block[], names: GroupNames, variables: Set<string>): WrittenOverride[] {
  const found = new Map<string, Differing>();
  for (const { name: pool, shared } of blocks) {
    for (const { hosts, settings } of shared.differing) {
      const name = names.nameOf(hosts, `like-${hosts[0] ?? ""}`);
      const known = found.get(name) ?? { name, isGroup: hosts.length > 1, pools: new Map<string, Settings>() };
      known.pools.set(pool, { ...known.pools.get(pool), ...settings });
      found.set(name, known);
    }
  }
  const ordered = [...found.values()].toSorted((a, b) => Number(b.isGroup) - Number(a.isGroup));
  return ordered.map(({ name, pools }) => {
    const written = [...pools].map(([pool, settings]) => ({
      ...{ name: pool, settings },
      secretNames: secretNamesOf(`${pool === "" ? serverName : pool}_${name}`, settings, variables),
    }));
    const own = written.find((block) => block.name === "");
    return { name, pools: written.filter((block) => block !== own), ...(own && { applicationPoolDefaults: own }) };
  });
}

/** Names for several hosts: those of the declared groups, and new ones. */
class GroupNames {
  readonly added: { readonly name: string; readonly hosts: readonly string[] }[] = [];
  readonly #known: Map<string, string>;
  readonly #taken: Set<string>;

  constructor({ hosts, groups }: DeclaredFleet) {
    this.#known = new Map([
      ...groups.map((group): [string, string] => [JSON.stringify(group.hosts), group.name]),
      ...hosts.map((host): [string, string] => [JSON.stringify([host]), host]),
    ]);
    this.#taken = new Set([...hosts, ...groups.map(({ name }) => name)].map(hostNameKey));
  }

  /** The name of a host or group. @param wanted for a new group */
  nameOf(hosts: readonly string[], wanted: string): string {
    const key = JSON.stringify(hosts);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const base = wanted.replace(/[^\p{L}\p{N}._-]+/gu, "-");
    let name = base;
    for (let count = 2; this.#taken.has(hostNameKey(name)); count += 1) name = `${base}-${count}`;
    this.#known.set(key, name);
    this.#taken.add(hostNameKey(name));
    this.added.push({ name, hosts });
    return name;
  }
}
