import type { Fault, Position } from "../errors";
import { variableKey } from "../name-keys";
import { asMap } from "../schema/setting-value";
import type { AttributeValue } from "../schema/codecs";
import type { CheckedPool } from "./app-pool";
import type { Probe } from "./read-probe";
import { schedulePath, type Stagger } from "./stagger";

/** A block of settings that was read, each value on its own: a pool, or the file's `defaults`. */
export interface SettingsBlock {
  readonly pool: CheckedPool;
  /** In place of a schedule. */
  readonly stagger?: Stagger;
  readonly probe?: Probe;
  /** Faults of single values, with paths below the block. */
  readonly faults: readonly Fault[];
  /** By path: the settings, `state`, `multiInstance`, and `""` for the block itself. */
  readonly positions: Readonly<Record<string, Position>>;
  readonly secretNames: Readonly<Record<string, string>>;
  /** Paths of secrets that are not known. */
  readonly unknown: readonly string[];
}

/**
 * A pool with the file's defaults under it: what the pool says wins, setting by setting; variables of the environment
 * are merged by their names, lists are replaced, a schedule by a stagger and the other way round. What is faulty or
 * unknown in the pool is not taken from the defaults.
 */
export function mergeDefaults(defaults: SettingsBlock, own: SettingsBlock): SettingsBlock {
  const open = [...own.unknown, ...own.faults.map(({ path }) => path)];
  const isOpen = (path: string): boolean =>
    open.some((other) => other === path || other.startsWith(`${path}.`) || other.startsWith(`${path}[`));
  const inherited = Object.entries(defaults.pool.settings).filter(([path]) => !isOpen(path));
  const settings: Record<string, AttributeValue> = { ...Object.fromEntries(inherited), ...own.pool.settings };
  const variables = mergedVariables(defaults.pool.settings, own.pool.settings);
  if (variables !== undefined) settings["environmentVariables"] = variables;
  const stagger =
    own.stagger ?? (schedulePath in own.pool.settings || isOpen(schedulePath) ? undefined : defaults.stagger);
  const probe = own.probe ?? (isOpen("probe") ? undefined : defaults.probe);
  const isFromDefaults = (path: string): boolean => !(path in own.pool.settings) && !isOpen(path);
  const names = Object.entries(defaults.secretNames).filter(([path]) => isFromDefaults(path));
  return {
    pool: { ...defaults.pool, ...own.pool, settings },
    ...(stagger && { stagger }),
    ...(probe && { probe }),
    faults: own.faults,
    positions: { ...defaults.positions, ...own.positions },
    secretNames: { ...Object.fromEntries(names), ...own.secretNames },
    unknown: [...defaults.unknown.filter(isFromDefaults), ...own.unknown],
  };
}

/** Windows ignores the letter case of names; the pool's spelling stays. */
function mergedVariables(
  defaults: CheckedPool["settings"],
  own: CheckedPool["settings"],
): Readonly<Record<string, string>> | undefined {
  const path = "environmentVariables";
  if (defaults[path] === undefined || own[path] === undefined) return undefined;
  const ownVariables = asMap(own[path]);
  const names = new Set(Object.keys(ownVariables).map(variableKey));
  const inherited = Object.entries(asMap(defaults[path])).filter(([name]) => !names.has(variableKey(name)));
  return { ...Object.fromEntries(inherited), ...ownVariables };
}
