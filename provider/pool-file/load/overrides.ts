import type { FileFault } from "../../errors";
import { hostNameKey, poolKey } from "../../names";
import { UnknownNames } from "../../unknown-name";
import type { Declared } from "../pool/declared";
import { readDeclared } from "../pool/read-declared";
import type { SecretSource } from "../pool/secret-references";
import { poolPart, serverDefaults } from "../schema/pool";
import { overriddenPools, override, overrides } from "../schema/pool-file";
import { type FileNode, type Read, readEntries } from "../yaml/file-node";
import type { FleetNames, PlacedName } from "./fleet-names";
import { rivalFaults } from "./rivals";

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
    // The pools are read one by one, so each valid one is available even if others have faults.
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

/** The overrides of a pool on each host, in the order of merging; a host without overrides is absent. */
export type OverridesOfHosts = ReadonlyMap<string, readonly Declared[]>;

type OnHosts = Pick<Declared, "name" | "hosts">;

/** An override of a pool, for the hosts of the override's name. */
interface Applied {
  readonly override: FileOverride;
  readonly declared: Declared;
  readonly hosts: ReadonlySet<string>;
  readonly isOfGroup: boolean;
}

/** The overrides of all files, by pool and host: first those of groups, in order, then that of the host, which wins. */
export class Overrides {
  /** For unknown names and duplicate overrides. */
  readonly faults: readonly FileFault[];
  readonly #byPool: ReadonlyMap<string, readonly Applied[]>;

  constructor(
    overrides: readonly FileOverride[],
    readonly fleet: FleetNames,
  ) {
    const seen = new Set<string>();
    const faults: FileFault[] = [];
    const applied = overrides.flatMap((override) => {
      const { name, node, declared } = override;
      const hosts = fleet.hostsNamed(name);
      if (hosts === undefined) faults.push(...fleet.unknownFaults(name, node));
      else if (seen.has(hostNameKey(name)))
        faults.push(node.fault("already has overrides; write all of them in one place"));
      seen.add(hostNameKey(name));
      const isOfGroup = !fleet.isHost(name);
      const those = new Set(hosts);
      return declared.map((one): Applied => ({ override, declared: one, hosts: those, isOfGroup }));
    });
    applied.sort((a, b) => Number(b.isOfGroup) - Number(a.isOfGroup));
    this.faults = faults;
    this.#byPool = Map.groupBy(applied, ({ declared }) => poolKey(declared.name));
  }

  /** The overrides of a pool on its hosts; `""` is the name of the defaults. */
  of({ name, hosts }: OnHosts): OverridesOfHosts {
    const applied = this.#byPool.get(poolKey(name)) ?? [];
    const ofHosts = applied.length === 0 ? [] : appliedTo(applied, hosts);
    return new Map([...ofHosts].map(([host, those]) => [host, those.map(({ declared }) => declared)]));
  }

  /** Faults for overrides of pools that no file declares for one of their hosts. */
  unusedFaults(pools: readonly OnHosts[]): readonly FileFault[] {
    const known = [...new Set(pools.map(({ name }) => name))];
    const names = new UnknownNames("pool", known);
    const hostsOfPools = hostsByPool(pools);
    return [...this.#byPool].flatMap(([pool, applied]) => {
      const declaredFor = hostsOfPools.get(pool);
      return applied.flatMap(({ override, declared: { name, node }, hosts }) => {
        const isUsed = hosts.size === 0 || (declaredFor !== undefined && haveCommon(declaredFor, hosts));
        if (pool === "" || isUsed || this.fleet.fleet.hasOthers === true) return [];
        if (declaredFor !== undefined) return [node.fault(`the pool is not declared for ${override.name}`)];
        return [node.fault(names.fault(name))];
      });
    });
  }

  /** Faults for contradictions between two groups of one host. @param pools on the hosts where they are declared */
  conflictFaults(pools: readonly OnHosts[]): readonly FileFault[] {
    const several = [...this.#byPool].filter(([, applied]) => applied.filter(({ isOfGroup }) => isOfGroup).length > 1);
    if (several.length === 0) return [];
    const hostsOfPools = hostsByPool(pools);
    return several.flatMap(([pool, applied]) => {
      const ofHosts = appliedTo(applied, [...(hostsOfPools.get(pool) ?? [])]);
      const numbers = new Map(applied.map((one, index) => [one, index]));
      // Hosts with the same overrides have the same conflicts, so only one of them is checked.
      const alike = Map.groupBy(ofHosts, ([, those]) => those.map((one) => numbers.get(one)).join(" "));
      return [...alike.values()].flatMap(([first]) => (first === undefined ? [] : conflictsOf(first[1], first[0])));
    });
  }
}

/** The overrides of each host that has any. */
function appliedTo(applied: readonly Applied[], hosts: readonly string[]): ReadonlyMap<string, readonly Applied[]> {
  const isAsked = new Set(hosts);
  const ofHosts = new Map<string, Applied[]>();
  for (const one of applied) {
    // The shorter of the two lists: most overrides are for one host, and most pools in a group's override are few.
    for (const host of one.hosts.size < hosts.length ? one.hosts : hosts) {
      if (!one.hosts.has(host) || !isAsked.has(host)) continue;
      const those = ofHosts.get(host);
      if (those === undefined) ofHosts.set(host, [one]);
      else those.push(one);
    }
  }
  return ofHosts;
}

function hostsByPool(pools: readonly OnHosts[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byPool = new Map<string, Set<string>>();
  for (const { name, hosts } of pools) {
    const known = byPool.get(poolKey(name)) ?? new Set<string>();
    for (const host of hosts) known.add(host);
    byPool.set(poolKey(name), known);
  }
  return byPool;
}

function haveCommon(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const [less, more] = one.size < other.size ? [one, other] : [other, one];
  for (const item of less) if (more.has(item)) return true;
  return false;
}

/** Two groups of one host with different values of a setting, without an override of the host itself. */
function conflictsOf(applied: readonly Applied[], host: string): readonly FileFault[] {
  const [ofGroups, own] = [true, false].map((isGroup) =>
    applied.filter(({ isOfGroup }) => isOfGroup === isGroup).map(({ declared }) => declared),
  );
  return rivalFaults(ofGroups ?? [], own ?? [], `${host} is in both groups; set it for ${host} itself`);
}
