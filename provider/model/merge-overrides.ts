import { isDeepStrictEqual } from "node:util";
import { formatPosition } from "./format-fault";
import type { SettingsBlock } from "./merge-defaults";
import { type Fleet, hostsNamed, unknownName } from "./host-groups";
import type { FileOverride, OverrideBlock } from "./read-overrides";
import { nearestName } from "./suggest";

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
  constructor(overrides: readonly FileOverride[], fleet: Fleet) {
    const seen = new Set<string>();
    const applied = overrides.flatMap((override) => {
      const { name, complain, blocks } = override;
      const hosts = hostsNamed(name, fleet);
      if (hosts === undefined) complain(unknownName(name, fleet));
      else if (seen.has(name.toLowerCase())) complain("has overrides already; write them in one place");
      seen.add(name.toLowerCase());
      const isOfGroup = !fleet.hosts.some((host) => host.toLowerCase() === name.toLowerCase());
      return blocks.map((block) => ({ override, block, hosts: new Set(hosts), isOfGroup }));
    });
    applied.sort((a, b) => Number(b.isOfGroup) - Number(a.isOfGroup));
    this.#byPool = Map.groupBy(applied, ({ block }) => block.pool.toLowerCase());
  }

  /** The hosts with the same overrides of the pool together, and what is merged there; `""` for the defaults. */
  spread(pool: string, hosts: readonly string[]): readonly HostsAlike[] {
    const applied = this.#byPool.get(pool.toLowerCase());
    if (applied === undefined) return [{ hosts, blocks: [] }];
    const alike = Map.groupBy(hosts, (host) => {
      const here = applied.filter((one) => one.hosts.has(host));
      return here.map((one) => applied.indexOf(one)).join(" ");
    });
    return [...alike].map(([key, those]) => {
      const here = key === "" ? [] : key.split(" ").flatMap((index) => applied[Number(index)] ?? []);
      tellConflicts(here, those[0] ?? "");
      return { hosts: those, blocks: here.map(({ block }) => block) };
    });
  }

  /** Tells overrides of pools that no file declares for one of their hosts. */
  tellUnused(pools: readonly { readonly name: string; readonly hosts: readonly string[] }[]): void {
    const names = pools.map(({ name }) => name);
    for (const [pool, applied] of this.#byPool) {
      if (pool === "") continue;
      const declared = pools.filter(({ name }) => name.toLowerCase() === pool);
      for (const { override, block, hosts } of applied) {
        if (hosts.size === 0 || declared.some((one) => one.hosts.some((host) => hosts.has(host)))) continue;
        const meant = nearestName(block.pool, names);
        if (declared.length > 0) block.complain(`the pool is not declared for ${override.name}`);
        else block.complain(`no file declares this pool${meant === undefined ? "" : `, did you mean "${meant}"?`}`);
      }
    }
  }
}

/** Hosts for which the same is declared. */
export interface HostsAlike {
  readonly hosts: readonly string[];
  readonly blocks: readonly OverrideBlock[];
}

/** Two groups of one host that say different things of a setting, of which the host says nothing. */
function tellConflicts(applied: readonly Applied[], host: string): void {
  const groups = applied.filter(({ isOfGroup }) => isOfGroup).map(({ block }) => block);
  const own = applied.filter(({ isOfGroup }) => !isOfGroup).map(({ block }) => block);
  for (const [index, { block, complain }] of groups.entries()) {
    for (const earlier of groups.slice(0, index)) {
      const settings = Object.keys(block.positions).filter(
        (at) =>
          at !== "" &&
          earlier.block.positions[at] !== undefined &&
          !own.some((one) => at in one.block.positions) &&
          !isDeepStrictEqual(valueAt(block, at), valueAt(earlier.block, at)),
      );
      for (const at of settings) {
        const other = earlier.block.positions[at];
        if (other === undefined) continue;
        complain(
          `${at} is another in ${formatPosition(other)}, and ${host} is in both groups; say it for ${host} itself`,
        );
      }
    }
  }
}

function valueAt({ pool, stagger, probe }: SettingsBlock, path: string): unknown {
  const own: Readonly<Record<string, unknown>> = { state: pool.state, multiInstance: pool.multiInstance, probe };
  return path in own ? own[path] : (pool.settings[path] ?? stagger);
}
