import type { FileFault } from "../errors";
import { listNames } from "../list-names";
import type { Block } from "./block";
import { completeBlock } from "./complete-block";
import type { Declared } from "./declared";
import { type FleetNames, type FoundHosts } from "./fleet-names";
import type { Read } from "./file-node";
import { formatFault } from "./format-fault";
import type { Overrides } from "./merge-overrides";
import type { FileContent, FilePool } from "./read-pool-file";

/** Most pools that are read, each counted once for each of its hosts. */
const mostPlaces = 1_000_000;

type Spread = Read<readonly Declared[]>;

/**
 * The pools of all files, once for all hosts on which they are the same.
 *
 * @param hosts the hosts of each file
 */
export function spreadPools(
  contents: readonly FileContent[],
  hosts: readonly (readonly string[])[],
  overrides: Overrides,
  fleet: FleetNames,
): Spread {
  const faults: FileFault[] = [];
  let places = 0;
  const pools = contents.flatMap((content, index) => {
    const ofFile = hosts[index] ?? [];
    const isOfFile = new Set(ofFile);
    return content.pools.map((pool) => {
      const own = places > mostPlaces ? { hosts: [], faults: [] } : hostsFor(pool, ofFile, isOfFile, fleet);
      places += own.hosts.length;
      for (const fault of own.faults) faults.push(fault);
      if (places > mostPlaces) faults.push(pool.block.node.fault(tooMany));
      return { ...pool, name: pool.block.name, hosts: places > mostPlaces ? [] : own.hosts };
    });
  });
  for (const fault of overrides.unusedFaults(pools)) faults.push(fault);
  const declared = pools.flatMap(({ block, isPresent, hosts: all }) => {
    const spread = isPresent ? spreadBlock(block, all, overrides) : spreadAbsent(block, all, overrides);
    for (const fault of spread.faults) faults.push(fault);
    return spread.value;
  });
  return { value: declared, faults };
}

const tooMany = `with it the files declare more than ${mostPlaces.toLocaleString("en-US")} pools on all hosts; split them`;

/** The hosts of a pool among those of its file. */
function hostsFor(
  { only, block: { node } }: FilePool,
  ofFile: readonly string[],
  isOfFile: ReadonlySet<string>,
  fleet: FleetNames,
): FoundHosts {
  if (only === undefined) return { hosts: ofFile, faults: [] };
  const { hosts: wanted, faults } = fleet.hostsOf(only);
  const hosts = wanted.filter((host) => isOfFile.has(host));
  if (wanted.length === 0 || hosts.length > 0) return { hosts, faults };
  return { hosts, faults: [...faults, node.fault(`the file is not for ${listNames(wanted)}`)] };
}

/** A block on its hosts, with the overrides there. */
function spreadBlock(block: Block, hosts: readonly string[], overrides: Overrides): Spread {
  const spread = overrides.spread(block.name, hosts).map(({ hosts: alike, blocks, faults }) => {
    const { declared, faults: ofRules } = completeBlock(block, blocks);
    return { declared: { ...declared, hosts: alike, isPresent: true }, faults: [...faults, ...ofRules] };
  });
  return {
    value: spread.map(({ declared }) => declared),
    faults: eachOnce(spread.flatMap(({ faults }) => faults)),
  };
}

/** Hosts that differ in one thing have the same faults in others. */
function eachOnce(faults: readonly FileFault[]): readonly FileFault[] {
  return faults.length < 2 ? faults : [...new Map(faults.map((fault) => [formatFault(fault), fault])).values()];
}

function spreadAbsent(block: Block, hosts: readonly string[], overrides: Overrides): Spread {
  const { name, positions } = block;
  const overridden = new Set(overrides.spread(name, hosts).flatMap(({ blocks }) => blocks));
  return {
    value: [{ name, hosts, isPresent: false, settings: {}, positions, secretNames: {} }],
    faults: [...overridden].map(({ node }) => node.fault(noOverride)),
  };
}

const noOverride = "the pool is to be absent there; an absent pool has no settings";

/** The `applicationPoolDefaults` of each host, also where only an override declares them. */
export function spreadDefaults(
  contents: readonly FileContent[],
  hosts: readonly (readonly string[])[],
  overrides: Overrides,
  names: readonly string[],
): Spread {
  const declared = new Set<string>();
  const ofFiles = contents.flatMap(({ defaults }, index) => {
    if (defaults === undefined) return [];
    for (const host of hosts[index] ?? []) declared.add(host);
    return [spreadBlock(defaults, hosts[index] ?? [], overrides)];
  });
  const others = overrides.spread(
    "",
    names.filter((host) => !declared.has(host)),
  );
  const alone = others.flatMap(({ hosts: alike, blocks: [first, ...blocks], faults }): readonly Spread[] => {
    if (first === undefined) return [];
    const { declared: merged, faults: ofRules } = completeBlock(first, blocks);
    return [{ value: [{ ...merged, hosts: alike, isPresent: true }], faults: [...faults, ...ofRules] }];
  });
  const spread = [...ofFiles, ...alone];
  return { value: spread.flatMap(({ value }) => value), faults: eachOnce(spread.flatMap(({ faults }) => faults)) };
}
