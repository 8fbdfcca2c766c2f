import type { FileFault } from "../../errors";
import { joinPath } from "../../text";
import type { Declared } from "../pool/declared";
import { schedulePath } from "../schema/stagger";
import type { HostDeclaration } from "../pool-file";
import type { DefaultsOnHosts } from "./inherit-defaults";
import type { FileContent } from "./read-pool-file";

/** What the files declare, for {@link unusedBlocks}. */
interface Loaded {
  readonly contents: readonly FileContent[];
  /** The pools of each file, on their hosts. */
  readonly placed: readonly (readonly Declared[])[];
  /** The `defaults` of each file. */
  readonly inherited: readonly (readonly DefaultsOnHosts[])[];
  /** The complete pools. */
  readonly pools: readonly Declared[];
  /** The complete `applicationPoolDefaults`. */
  readonly defaults: readonly Declared[];
  readonly hosts: readonly HostDeclaration[];
}

/**
 * Warnings about blocks without effect: `defaults` for no pool, a `stagger` that no pool uses, overrides without a pool,
 * hosts for which nothing is declared. Only for files without faults.
 */
export function unusedBlocks(loaded: Loaded): readonly FileFault[] {
  const { contents, placed, pools, defaults, hosts } = loaded;
  const used = usedDefaults(loaded);
  const blocks = contents.flatMap(({ poolDefaults }) => poolDefaults ?? []);
  const staggers = new Set(pools.map(({ stagger }) => stagger));
  const overrides = contents.flatMap((content) => content.overrides);
  const withSchedule = [
    ...blocks.filter((block) => used.has(block)),
    ...placed.flat(),
    ...overrides.flatMap(({ declared }) => declared),
  ];
  const declaredHosts = new Set([...pools, ...defaults].flatMap((one) => one.hosts));
  const areHostsNamed = contents.some((content) => content.hosts !== undefined);
  return [
    ...contents.flatMap((content) => unusedDefaults(content, used)),
    ...withSchedule.flatMap(({ stagger, node }) =>
      stagger === undefined || staggers.has(stagger)
        ? []
        : [node.fault(noneUses, [...schedulePath.split("."), "stagger"])],
    ),
    ...overrides.flatMap(({ declared, node }) => (declared.length > 0 ? [] : [node.fault(noPool)])),
    ...hosts.flatMap(({ name, position }) =>
      declaredHosts.has(name) || !areHostsNamed
        ? []
        : [{ path: joinPath("hosts", name), message: `no pool is declared for the host; ${remove}`, position }],
    ),
  ];
}

const remove = "declare one, or remove the block";
const noPool = `applies to no pool; ${remove}`;
const noneUses = "applies to no pool, because each has another schedule; remove it";

/** The blocks under which a pool is. */
function usedDefaults({ placed, inherited }: Pick<Loaded, "placed" | "inherited">): ReadonlySet<Declared> {
  const used = inherited.flatMap((ofHosts, index) => {
    const present = placed[index]?.filter(({ isPresent }) => isPresent) ?? [];
    const withPools = new Set(present.flatMap((pool) => pool.hosts));
    return ofHosts.filter(({ hosts }) => hosts.some((host) => withPools.has(host))).flatMap(({ layers }) => layers);
  });
  return new Set(used);
}

function unusedDefaults(
  { poolDefaults, includes, isForIncluded }: FileContent,
  used: ReadonlySet<Declared>,
): FileFault[] {
  if (poolDefaults === undefined || used.has(poolDefaults)) return [];
  if (isForIncluded || includes.length === 0) return [poolDefaults.node.fault(noPool)];
  return [poolDefaults.node.fault("applies to no pool of this file; for those of included files add scope: included")];
}
