import { isDeepStrictEqual } from "node:util";
import type { FileFault } from "../errors";
import { mostListed } from "../list-faults";
import { hostNameKey, poolKey } from "../name-keys";
import { nearestName } from "../nearest-name";
import type { Block } from "./block";
import type { FleetNames } from "./fleet-names";
import { formatPosition } from "./format-fault";
import type { FileOverride } from "./read-overrides";

/** A block for the hosts of its override's name. */
interface Applied {
  readonly override: FileOverride;
  readonly block: Block;
  readonly hosts: ReadonlySet<string>;
  readonly isOfGroup: boolean;
}

/** Hosts for which the same is declared. */
export interface HostsAlike {
  readonly hosts: readonly string[];
  readonly blocks: readonly Block[];
  /** What two groups of these hosts contradict each other in. */
  readonly faults: readonly FileFault[];
}

/**
 * What the overrides of all files say, by pool and host: those of groups first, in the order they stand, then that of
 * the host, which beats them.
 */
export class Overrides {
  /** For names that stand for nothing, and overrides that are there twice. */
  readonly faults: readonly FileFault[];
  readonly #byPool: ReadonlyMap<string, readonly Applied[]>;

  constructor(overrides: readonly FileOverride[], fleet: FleetNames) {
    const seen = new Set<string>();
    const faults: FileFault[] = [];
    const applied = overrides.flatMap((override) => {
      const { name, node, blocks } = override;
      const hosts = fleet.hostsNamed(name);
      if (hosts === undefined) faults.push(node.fault(fleet.whyUnknown(name)));
      else if (seen.has(hostNameKey(name))) faults.push(node.fault("has overrides already; write them in one place"));
      seen.add(hostNameKey(name));
      const isOfGroup = !fleet.isHost(name);
      const those = new Set(hosts);
      return blocks.map((block) => ({ override, block, hosts: those, isOfGroup }));
    });
    applied.sort((a, b) => Number(b.isOfGroup) - Number(a.isOfGroup));
    this.faults = faults;
    this.#byPool = Map.groupBy(applied, ({ block }) => poolKey(block.name));
  }

  /** The hosts with the same overrides of the pool together, and what is merged there; `""` for the defaults. */
  spread(pool: string, hosts: readonly string[]): readonly HostsAlike[] {
    const applied = this.#byPool.get(poolKey(pool));
    if (applied === undefined) return [{ hosts, blocks: [], faults: [] }];
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
      return { hosts: those, blocks: here.map(({ block }) => block), faults: conflictsOf(here, those[0] ?? "") };
    });
  }

  /** Faults for overrides of pools that no file declares for one of their hosts. */
  unusedFaults(pools: readonly { readonly name: string; readonly hosts: readonly string[] }[]): readonly FileFault[] {
    const names = pools.map(({ name }) => name);
    const hostsOfPools = new Map<string, Set<string>>();
    for (const { name, hosts } of pools) {
      const key = poolKey(name);
      const known = hostsOfPools.get(key) ?? new Set<string>();
      for (const host of hosts) known.add(host);
      hostsOfPools.set(key, known);
    }
    let suggested = 0;
    return [...this.#byPool].flatMap(([pool, applied]) => {
      const declared = hostsOfPools.get(pool);
      return applied.flatMap(({ override, block, hosts }) => {
        const isUsed = hosts.size === 0 || (declared !== undefined && haveCommon(declared, hosts));
        if (pool === "" || isUsed) return [];
        if (declared !== undefined) return [block.node.fault(`the pool is not declared for ${override.name}`)];
        suggested += 1;
        const meant = suggested > mostListed ? undefined : nearestName(block.name, names);
        const hint = meant === undefined ? "" : `, did you mean "${meant}"?`;
        return [block.node.fault(`no file declares this pool${hint}`)];
      });
    });
  }
}

function haveCommon(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const [less, more] = one.size < other.size ? [one, other] : [other, one];
  for (const item of less) if (more.has(item)) return true;
  return false;
}

/** Two groups of one host that say different things of a setting, of which the host says nothing. */
function conflictsOf(applied: readonly Applied[], host: string): readonly FileFault[] {
  const own = applied.filter(({ isOfGroup }) => !isOfGroup).map(({ block }) => block);
  const first = new Map<string, Block>();
  return applied
    .filter(({ isOfGroup }) => isOfGroup)
    .flatMap(({ block }) =>
      Object.keys(block.positions).flatMap((at): readonly FileFault[] => {
        if (at === "" || own.some((one) => at in one.positions)) return [];
        const earlier = first.get(at);
        if (earlier === undefined) first.set(at, block);
        const other = earlier?.positions[at];
        if (earlier === undefined || other === undefined) return [];
        if (isDeepStrictEqual(valueAt(block, at), valueAt(earlier, at))) return [];
        const remedy = `${host} is in both groups; say it for ${host} itself`;
        return [block.node.fault(`${at} is another in ${formatPosition(other)}, and ${remedy}`)];
      }),
    );
}

function valueAt({ settings, stagger, ...own }: Block, path: string): unknown {
  if (path === "state" || path === "multiInstance" || path === "probe") return own[path];
  return settings[path] ?? stagger;
}
