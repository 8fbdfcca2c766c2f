import { isDeepStrictEqual } from "node:util";
import { formatPosition } from "./format-fault";
import type { SettingsBlock } from "./merge-defaults";
import { mostListed } from "../list-faults";
import { hostNameKey, poolKey } from "../name-keys";
import type { FleetNames } from "./host-groups";
import type { FileOverride, OverrideBlock } from "./read-overrides";
import { nearestName } from "../nearest-name";

/** A block for the hosts of its override's name. */
interface Applied {
  readonly override: FileOverride;
  readonly block: OverrideBlock;
  readonly hosts: ReadonlySet<string>;
  readonly isOfGroup: boolean;
}

/**
 * What the overrides of all files say, by pool and host: those of groups first, in the order they stand, then that of
 * the host, which beats them.
 */
export class Overrides {
  readonly #byPool: ReadonlyMap<string, readonly Applied[]>;

  /** Names that stand for nothing and overrides that are there twice are told. */
  constructor(overrides: readonly FileOverride[], fleet: FleetNames) {
    const seen = new Set<string>();
    const applied = overrides.flatMap((override) => {
      const { name, complain, blocks } = override;
      const hosts = fleet.hostsNamed(name);
      if (hosts === undefined) complain(fleet.whyUnknown(name));
      else if (seen.has(hostNameKey(name))) complain("has overrides already; write them in one place");
      seen.add(hostNameKey(name));
      const isOfGroup = !fleet.isHost(name);
      const those = new Set(hosts);
      return blocks.map((block) => ({ override, block, hosts: those, isOfGroup }));
    });
    applied.sort((a, b) => Number(b.isOfGroup) - Number(a.isOfGroup));
    this.#byPool = Map.groupBy(applied, ({ block }) => poolKey(block.pool));
  }

  /** The hosts with the same overrides of the pool together, and what is merged there; `""` for the defaults. */
  spread(pool: string, hosts: readonly string[]): readonly HostsAlike[] {
    const applied = this.#byPool.get(poolKey(pool));
    if (applied === undefined) return [{ hosts, blocks: [] }];
    const ofHosts = new Map(hosts.map((host) => [host, [] as number[]]));
    for (const [index, one] of applied.entries()) {
      // Of the two, the shorter: most overrides are for one host, and most pools of a group's override for few.
      for (const host of one.hosts.size < hosts.length ? one.hosts : hosts) {
        if (one.hosts.has(host)) ofHosts.get(host)?.push(index);
      }
    }
    const alike = Map.groupBy(hosts, (host) => (ofHosts.get(host) ?? []).join(" "));
    return [...alike].map(([key, those]) => {
      const here = key === "" ? [] : key.split(" ").flatMap((index) => applied[Number(index)] ?? []);
      tellConflicts(here, those[0] ?? "");
      return { hosts: those, blocks: here.map(({ block }) => block) };
    });
  }

  /** Tells overrides of pools that no file declares for one of their hosts. */
  tellUnused(pools: readonly { readonly name: string; readonly hosts: readonly string[] }[]): void {
    const names = pools.map(({ name }) => name);
    const hostsOfPools = new Map<string, Set<string>>();
    for (const { name, hosts } of pools) {
      const key = poolKey(name);
      const known = hostsOfPools.get(key) ?? new Set<string>();
      for (const host of hosts) known.add(host);
      hostsOfPools.set(key, known);
    }
    let suggested = 0;
    for (const [pool, applied] of this.#byPool) {
      if (pool === "") continue;
      const declared = hostsOfPools.get(pool);
      for (const { override, block, hosts } of applied) {
        if (hosts.size === 0 || (declared !== undefined && haveCommon(declared, hosts))) continue;
        suggested += declared === undefined ? 1 : 0;
        const meant = declared !== undefined || suggested > mostListed ? undefined : nearestName(block.pool, names);
        if (declared !== undefined) block.complain(`the pool is not declared for ${override.name}`);
        else block.complain(`no file declares this pool${meant === undefined ? "" : `, did you mean "${meant}"?`}`);
      }
    }
  }
}

function haveCommon(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const [less, more] = one.size < other.size ? [one, other] : [other, one];
  for (const item of less) if (more.has(item)) return true;
  return false;
}

/** Hosts for which the same is declared. */
export interface HostsAlike {
  readonly hosts: readonly string[];
  readonly blocks: readonly OverrideBlock[];
}

/** Two groups of one host that say different things of a setting, of which the host says nothing. */
function tellConflicts(applied: readonly Applied[], host: string): void {
  const own = applied.filter(({ isOfGroup }) => !isOfGroup).map(({ block }) => block);
  const first = new Map<string, OverrideBlock>();
  for (const { block: placed } of applied.filter(({ isOfGroup }) => isOfGroup)) {
    for (const at of Object.keys(placed.block.positions)) {
      if (at === "" || own.some((one) => at in one.block.positions)) continue;
      const earlier = first.get(at)?.block;
      if (earlier === undefined) first.set(at, placed);
      const other = earlier?.positions[at];
      if (earlier === undefined || other === undefined) continue;
      if (isDeepStrictEqual(valueAt(placed.block, at), valueAt(earlier, at))) continue;
      placed.complain(
        `${at} is another in ${formatPosition(other)}, and ${host} is in both groups; say it for ${host} itself`,
      );
    }
  }
}

function valueAt({ pool, stagger, probe }: SettingsBlock, path: string): unknown {
  const own: Readonly<Record<string, unknown>> = { state: pool.state, multiInstance: pool.multiInstance, probe };
  return path in own ? own[path] : (pool.settings[path] ?? stagger);
}
