import type { FileFault } from "../../errors";
import { listNames } from "../../text";
import { completeDeclared } from "../pool/complete-declared";
import type { Declared } from "../pool/declared";
import type { Read } from "../yaml/file-node";
import type { FleetNames, FoundHosts } from "./fleet-names";
import { namesAt } from "./hosts";
import { type DefaultsOnHosts, distinct, withDefaults } from "./inherit-defaults";
import type { Overrides } from "./overrides";
import type { FileContent } from "./read-pool-file";

/** A file as input of {@link assignHosts}. */
interface FileHosts {
  /** The hosts that it names; `undefined`: none. */
  readonly own: readonly string[] | undefined;
  /** The files that it includes, by their index in the list. */
  readonly includes: readonly number[];
}

/**
 * The hosts of each file. A file that names hosts applies to these. A file that names none applies to the hosts of the
 * files that include it. If no file includes it, it applies to all hosts that any file names.
 */
export function assignHosts(files: readonly FileHosts[], all: readonly string[]): readonly (readonly string[])[] {
  const included = new Set(files.flatMap(({ includes }) => includes));
  const assigned: (readonly string[] | Set<string>)[] = files.map(() => new Set<string>());
  const give = (start: number, hosts: readonly string[]): void => {
    const seen = new Set<number>();
    const open = [start];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      const file = files[index];
      if (file === undefined || seen.has(index) || (index !== start && file.own !== undefined)) continue;
      seen.add(index);
      const here = assigned[index];
      if (hosts === all) assigned[index] = all;
      else if (here instanceof Set) for (const host of hosts) here.add(host);
      open.push(...file.includes);
    }
  };
  for (const [index, { own }] of files.entries()) {
    if (own !== undefined) give(index, own);
    else if (!included.has(index)) give(index, all);
  }
  // The remaining files include each other, and no other file includes them.
  for (const [index, hosts] of assigned.entries()) if (hosts instanceof Set && hosts.size === 0) give(index, all);
  const ranks = new Map(all.map((host, rank) => [host, rank]));
  const rank = (host: string): number => ranks.get(host) ?? 0;
  return assigned.map((hosts) => (hosts instanceof Set ? [...hosts].sort((a, b) => rank(a) - rank(b)) : hosts));
}

/** Maximum number of pools, each counted once for each of its hosts. */
const mostPlaces = 1_000_000;

/**
 * The pools of each file, each with its hosts and without its defaults.
 *
 * @param hosts the hosts of each file
 */
export function placePools(
  contents: readonly FileContent[],
  hosts: readonly (readonly string[])[],
  fleet: FleetNames,
): Read<readonly (readonly Declared[])[]> {
  const faults: FileFault[] = [];
  let places = 0;
  const pools = contents.map((content, index) => {
    const ofFile = hosts[index] ?? [];
    const isOfFile = new Set(ofFile);
    return content.pools.map((pool): Declared => {
      const own = places > mostPlaces ? { hosts: [], faults: [] } : hostsFor(pool, ofFile, isOfFile, fleet);
      places += own.hosts.length;
      for (const fault of own.faults) faults.push(fault);
      if (places > mostPlaces) faults.push(pool.node.fault(tooMany()));
      return { ...pool, hosts: places > mostPlaces ? [] : own.hosts };
    });
  });
  return { value: pools, faults };
}

/** A function, because the first number in a language takes several milliseconds. */
function tooMany(): string {
  return `with it the files declare more than ${mostPlaces.toLocaleString("en-US")} pools on all hosts; split them`;
}

/** The hosts of a pool among those of its file. */
function hostsFor(
  { node }: Declared,
  ofFile: readonly string[],
  isOfFile: ReadonlySet<string>,
  fleet: FleetNames,
): FoundHosts {
  const only = node.child("hosts");
  if (only === undefined) return { hosts: ofFile, faults: [] };
  const { hosts: wanted, faults } = fleet.hostsOf(namesAt(only));
  const hosts = wanted.filter((host) => isOfFile.has(host));
  if (wanted.length === 0 || hosts.length > 0) return { hosts, faults };
  return { hosts, faults: [...faults, node.fault(`the file does not apply to ${listNames(wanted)}`)] };
}

/** The `applicationPoolDefaults` of all files, each with its hosts. */
export function placeDefaults(
  contents: readonly FileContent[],
  hosts: readonly (readonly string[])[],
): readonly Declared[] {
  return contents.flatMap(({ defaults }, index) =>
    defaults === undefined ? [] : [{ ...defaults, hosts: hosts[index] ?? [] }],
  );
}

/**
 * Pools with the defaults of their files and the overrides of their hosts, merged once for all hosts with the same
 * result.
 *
 * @param placed the pools of each file
 * @param defaults those of each file
 */
export function spreadPools(
  placed: readonly (readonly Declared[])[],
  defaults: readonly (readonly DefaultsOnHosts[])[],
  overrides: Overrides,
): Read<readonly Declared[]> {
  const pools = placed.flat();
  const present = pools.filter(({ isPresent }) => isPresent);
  const faults = [...overrides.unusedFaults(pools), ...overrides.conflictFaults(present)];
  const declared = placed.flatMap((ofFile, index) =>
    ofFile.flatMap((pool) => {
      const spread = pool.isPresent ? spreadPool(pool, defaults[index] ?? [], overrides) : absentPool(pool, overrides);
      for (const fault of spread.faults) faults.push(fault);
      return spread.value;
    }),
  );
  return { value: declared, faults };
}

function spreadPool(
  pool: Declared,
  defaults: readonly DefaultsOnHosts[],
  overrides: Overrides,
): Read<readonly Declared[]> {
  const parts = withDefaults(pool, defaults).map((part) => completeDeclared(part, overrides.of(part)));
  const faults = parts.flatMap((part) => part.faults);
  return { value: parts.flatMap(({ value }) => value), faults: parts.length > 1 ? distinct(faults) : faults };
}

function absentPool(pool: Declared, overrides: Overrides): Read<readonly Declared[]> {
  const overridden = new Set([...overrides.of(pool).values()].flat());
  return {
    value: [{ ...pool, node: pool.node.place }],
    faults: [...overridden].map(({ node }) => node.fault(noOverride)),
  };
}

const noOverride = "the pool is absent there, and an absent pool has no settings";

/** The same for `applicationPoolDefaults`, also if only an override declares them. @param hosts all hosts */
export function spreadDefaults(
  ofFiles: readonly Declared[],
  overrides: Overrides,
  hosts: readonly string[],
): Read<readonly Declared[]> {
  const declared = new Set(ofFiles.flatMap((one) => one.hosts));
  const others = overrides.of({ name: "", hosts: hosts.filter((host) => !declared.has(host)) });
  const byFirst = Map.groupBy(others.keys(), (host) => others.get(host)?.[0]);
  const alone = [...byFirst].flatMap(([first, alike]) => (first === undefined ? [] : [{ ...first, hosts: alike }]));
  const rest = new Map([...others].map(([host, [, ...more]]) => [host, more]));
  const spread = [
    ...ofFiles.map((one) => completeDeclared(one, overrides.of(one))),
    ...alone.map((one) => completeDeclared(one, rest)),
  ];
  return {
    value: spread.flatMap(({ value }) => value),
    faults: [...overrides.conflictFaults([{ name: "", hosts }]), ...spread.flatMap(({ faults }) => faults)],
  };
}
