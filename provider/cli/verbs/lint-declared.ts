import type { LintFinding } from "../../lint/rule";
import { type LintedPool, lintPools, type LintProfile, unusedBlockFindings } from "../../lint/lint-pools";
import { type Declared, settingsOn } from "../../pool-file/pool/declared";
import { poolKey } from "../../names";
import type { PoolFiles } from "../../pool-file/pool-file";
import { staggerTime } from "../../pool-file/schema/stagger";
import { protectSettings } from "../../settings/value";

/** The lint findings for the files, and for the pools that they declare for these hosts. */
export function lintDeclared(
  files: PoolFiles,
  hosts: readonly string[],
  profile?: LintProfile,
): readonly LintFinding[] {
  const present = files.pools.filter(({ isPresent }) => isPresent);
  const ofPools = lintPools(
    present.flatMap((pool) => lintedPools(pool, hosts)),
    profile,
  );
  return [...(profile === "stig" ? [] : unusedBlockFindings(files.unused)), ...ofPools];
}

/** How many pools the files declare, each name once. */
export function countDeclared({ pools }: PoolFiles): number {
  return new Set(pools.map(({ name }) => poolKey(name))).size;
}

/** One for all hosts if the pool is on all of them, otherwise one for each host. */
function lintedPools(pool: Declared, hosts: readonly string[]): LintedPool[] {
  const { name, settings, state, multiInstance, positions, secretNames } = pool;
  const isItsHost = new Set(pool.hosts);
  const own = hosts.filter((host) => isItsHost.has(host));
  const linted = {
    name,
    settings: protectSettings(settings),
    isEffective: false,
    positions,
    secretNames,
    isStopped: state === "Stopped",
    ...(multiInstance !== undefined && { multiInstance }),
  };
  if (own.length < hosts.length) return own.map((host) => ({ ...linted, host, ...slotted(pool, [host]) }));
  return [{ ...linted, ...slotted(pool, own) }];
}

/** The slots of a staggered pool; other rules do not depend on the slot. */
function slotted(pool: Declared, [first = "", ...others]: readonly string[]): Partial<LintedPool> {
  if (pool.stagger === undefined) return {};
  const { stagger } = pool;
  const slots = [first, ...others].map((host) => [host, staggerTime(stagger, host, pool.name)] as const);
  return { settings: protectSettings(settingsOn(pool, first)), slots: Object.fromEntries(slots) };
}
