import type { FileFault } from "../../errors";
import { mergeDeclared } from "../pool/complete-declared";
import type { Declared } from "../pool/declared";
import type { Read } from "../yaml/file-node";
import type { FileContent } from "./read-pool-file";
import { rivalFaults } from "./rivals";

/** A file as input of {@link inheritDefaults}. */
interface IncludingFile {
  readonly content: Pick<FileContent, "hosts" | "pools" | "poolDefaults" | "isForIncluded">;
  /** The files that it includes, by their index in the list. */
  readonly includes: readonly number[];
}

/** The `defaults` of the pools of a file on some of its hosts. */
export interface DefaultsOnHosts {
  readonly hosts: readonly string[];
  /** The blocks, each of which wins over those before it. */
  readonly layers: readonly Declared[];
}

/** A block that a file inherits. */
interface Inherited {
  readonly declared: Declared;
  /** How many files it is away: 1 if its own file includes this one. */
  readonly distance: number;
  readonly hosts: ReadonlySet<string>;
}

/**
 * The `defaults` for the pools of each file: its own, and under them those of the files that include it with
 * `scope: included`, the nearest on top. A block has effect on the hosts that the file gets or names on the way from
 * the including one.
 *
 * @param hostsOf the hosts of each file
 * @returns one entry for all hosts of a file with the same blocks. Two files at the same distance with different values
 *   of one setting on one host are a fault
 */
export function inheritDefaults(
  files: readonly IncludingFile[],
  hostsOf: readonly (readonly string[])[],
): Read<readonly (readonly DefaultsOnHosts[])[]> {
  const faults: FileFault[] = [];
  const inherited = inheritedBy(files, hostsOf);
  const value = files.map(({ content: { poolDefaults, pools } }, index): readonly DefaultsOnHosts[] => {
    const own = poolDefaults === undefined ? [] : [poolDefaults];
    const hosts = hostsOf[index] ?? [];
    const farthestFirst = inherited.get(index)?.sort((a, b) => b.distance - a.distance) ?? [];
    if (farthestFirst.length === 0) return [{ hosts, layers: own }];
    const ofHosts = hosts.map((host) => ({ host, blocks: blocksOn(host, farthestFirst) }));
    const alike = Map.groupBy(ofHosts, ({ blocks }) => blocks.map((block) => farthestFirst.indexOf(block)).join(" "));
    return [...alike.values()].map((group): DefaultsOnHosts => {
      const blocks = group[0]?.blocks ?? [];
      const file = poolsFile(pools);
      if (file !== undefined) for (const fault of rivalsAmong(blocks, own, file)) faults.push(fault);
      return { hosts: group.map(({ host }) => host), layers: [...blocks.map(({ declared }) => declared), ...own] };
    });
  });
  return { value, faults: distinct(faults) };
}

/** The same pool once for all of its hosts that have the same defaults, with these merged under it. */
export function withDefaults(pool: Declared, defaults: readonly DefaultsOnHosts[]): readonly Declared[] {
  const [first, ...others] = defaults;
  const merged = ({ layers }: DefaultsOnHosts, hosts: readonly string[]): Declared =>
    [...layers, { ...pool, hosts }].reduce(mergeDeclared);
  if (first === undefined) return [pool];
  if (others.length === 0 || pool.hosts.length === 0) return [merged(first, pool.hosts)];
  const isOfPool = new Set(pool.hosts);
  return defaults.flatMap((one) => {
    const hosts = one.hosts.filter((host) => isOfPool.has(host));
    return hosts.length === 0 ? [] : [merged(one, hosts)];
  });
}

/** The faults without those that are equal to an earlier one. */
export function distinct(faults: readonly FileFault[]): readonly FileFault[] {
  return [...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values()];
}

function inheritedBy(
  files: readonly IncludingFile[],
  hostsOf: readonly (readonly string[])[],
): ReadonlyMap<number, Inherited[]> {
  const inherited = new Map<number, Inherited[]>();
  const setOf = new Map<number, ReadonlySet<string>>();
  const hostsFrom = (index: number): ReadonlySet<string> => {
    const hosts = setOf.get(index) ?? new Set(hostsOf[index]);
    setOf.set(index, hosts);
    return hosts;
  };
  for (const [start, { content }] of files.entries()) {
    const { poolDefaults: declared, isForIncluded } = content;
    if (declared === undefined || !isForIncluded) continue;
    // `source` is the last file on the way whose hosts the included files get.
    let reached = [{ index: start, source: start }];
    const seen = new Set<string>();
    for (let distance = 1; reached.length > 0; distance++) {
      reached = reached.flatMap(({ index, source }) =>
        (files[index]?.includes ?? []).flatMap((child) => {
          const next = { index: child, source: files[child]?.content.hosts === undefined ? source : child };
          const key = `${next.index} ${next.source}`;
          if (seen.has(key)) return [];
          seen.add(key);
          const blocks = inherited.get(child) ?? [];
          inherited.set(child, blocks);
          blocks.push({ declared, distance, hosts: hostsFrom(next.source) });
          return [next];
        }),
      );
    }
  }
  return inherited;
}

/** The blocks for a host, each once, the farthest first. */
function blocksOn(host: string, farthestFirst: readonly Inherited[]): readonly Inherited[] {
  const nearest = new Map<Declared, Inherited>();
  for (const block of farthestFirst) if (block.hosts.has(host)) nearest.set(block.declared, block);
  return farthestFirst.filter((block) => nearest.get(block.declared) === block);
}

/** The file of the first pool that has defaults. */
function poolsFile(pools: readonly Declared[]): string | undefined {
  return pools.find(({ isPresent }) => isPresent)?.node.source.file;
}

function rivalsAmong(blocks: readonly Inherited[], own: readonly Declared[], file: string): readonly FileFault[] {
  return [...Map.groupBy(blocks, ({ distance }) => distance)].flatMap(([distance, rivals]) => {
    const nearer = blocks.filter((block) => block.distance < distance);
    return rivalFaults(
      rivals.map(({ declared }) => declared),
      [...nearer.map(({ declared }) => declared), ...own],
      `${file} inherits both; set it in the defaults of ${file}`,
    );
  });
}
