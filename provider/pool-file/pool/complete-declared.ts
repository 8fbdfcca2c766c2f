import { isDeepStrictEqual } from "node:util";
import type { Fault, FileFault, Position } from "../../errors";
import { variableKey } from "../../names";
import type { AttributeValue } from "../../settings/codecs/codecs";
import { asMap } from "../../settings/value";
import { formatPosition } from "../pool-file";
import type { OverridesOfHosts } from "../load/overrides";
import type { Read } from "../yaml/file-node";
import { completePool } from "./app-pool";
import type { Declared } from "./declared";
import { isOpen } from "./read-declared";
import { schedulePath } from "../schema/stagger";

const variablesPath = "environmentVariables";

/**
 * Merges a declaration over another one: its values win, setting by setting. Environment variables are merged by name,
 * lists are replaced, and a stagger and a schedule replace each other. Unknown paths inherit nothing from the
 * declaration below.
 */
export function mergeDeclared(under: Declared, over: Declared): Declared {
  const isFree = (path: string): boolean => !(path in over.settings) && !isOpen(path, over.open);
  const settings: Record<string, AttributeValue> = {};
  for (const [path, value] of Object.entries(under.settings)) if (!isOpen(path, over.open)) settings[path] = value;
  Object.assign(settings, over.settings);
  const variables = mergedVariables(under.settings[variablesPath], over.settings[variablesPath]);
  if (variables !== undefined) settings[variablesPath] = variables;
  const { stagger: staggerUnder, probe: probeUnder, ...rest } = under;
  const stagger = over.stagger ?? (isFree(schedulePath) ? staggerUnder : undefined);
  const probe = over.probe ?? (isOpen("probe", over.open) ? undefined : probeUnder);
  const names = Object.entries(under.secretNames).filter(([path]) => isFree(path));
  return {
    ...rest,
    ...over,
    name: under.name === "" ? over.name : under.name,
    settings,
    ...(stagger && { stagger }),
    ...(probe && { probe }),
    positions: { ...under.positions, ...over.positions },
    secretNames: { ...Object.fromEntries(names), ...over.secretNames },
    open: [...under.open, ...over.open],
  };
}

/** Windows ignores the letter case of names; the spelling of the upper declaration is kept. */
function mergedVariables(
  under: AttributeValue | undefined,
  over: AttributeValue | undefined,
): Readonly<Record<string, string>> | undefined {
  if (under === undefined || over === undefined) return undefined;
  const own = asMap(over);
  const names = new Set(Object.keys(own).map(variableKey));
  const inherited = Object.entries(asMap(under)).filter(([name]) => !names.has(variableKey(name)));
  return { ...Object.fromEntries(inherited), ...own };
}

/**
 * The complete declaration on its hosts, computed once for all hosts with the same result. The overrides of each host
 * are merged over it, the rules over several settings are applied, and implied settings are added.
 *
 * @returns the faults of these rules. Each is reported once, in the declaration or the override that causes it, and
 *   only if a later override does not fix it on every host
 */
export function completeDeclared(base: Declared, overrides: OverridesOfHosts): Read<readonly Declared[]> {
  return complete(base, { overrides, depth: 0, start: base.positions[""], above: [] });
}

/** How far the overrides are merged. */
interface Merging {
  readonly overrides: OverridesOfHosts;
  /** The number of overrides that are already merged; they are the same for all hosts of the declaration. */
  readonly depth: number;
  /** The place of the declaration over which the overrides are merged. */
  readonly start: Position | undefined;
  /** The faults without the last override. */
  readonly above: readonly Fault[];
}

interface Completed extends Read<readonly Declared[]> {
  /** Of the faults without the last override, those that remain on some host. */
  readonly left: readonly Fault[];
}

/** Hosts with the same first overrides share the work and the faults up to their first difference. */
function complete(merged: Declared, merging: Merging): Completed {
  const { overrides, depth, start, above } = merging;
  const { settings, faults } = completePool(merged, merged.open);
  const isOneOf = (some: readonly Fault[]) => (fault: Fault) => some.some((one) => isDeepStrictEqual(one, fault));
  const byNext =
    overrides.size === 0
      ? new Map([[undefined, merged.hosts]])
      : Map.groupBy(merged.hosts, (host) => overrides.get(host)?.[depth]);
  const parts = [...byNext].map(([next, hosts]): Completed => {
    if (next !== undefined)
      return complete({ ...mergeDeclared(merged, next), hosts }, { ...merging, depth: depth + 1, above: faults });
    return {
      value: [{ ...merged, hosts, settings, positions: positionsOf(merged, settings, start), node: merged.node.place }],
      faults: [],
      left: faults,
    };
  });
  const left = faults.filter(isOneOf(parts.flatMap((part) => part.left)));
  const begun = left.filter((fault) => !isOneOf(above)(fault));
  return {
    value: parts.flatMap(({ value }) => value),
    faults: [...begun.map((fault) => placed(fault, merged, depth === 0)), ...parts.flatMap((part) => part.faults)],
    left: left.filter(isOneOf(above)),
  };
}

/** The fault at the last merged declaration; it names the place of a setting that is declared in a lower one. */
function placed({ path, message }: Fault, { node, positions }: Declared, isBase: boolean): FileFault {
  const keys = path.split(".");
  const inherited = node.at(keys) === undefined ? positions[path] : undefined;
  const where =
    inherited &&
    (isBase && inherited.file === node.source.file ? `defaults, line ${inherited.line}` : formatPosition(inherited));
  return node.fault(`${message}${where === undefined ? "" : ` (declared in ${where})`}`, keys);
}

/** Settings that `multiInstance` implies have its place. */
function positionsOf(
  { positions }: Declared,
  settings: Declared["settings"],
  start: Position | undefined,
): Declared["positions"] {
  const { multiInstance } = positions;
  if (multiInstance === undefined && start === positions[""]) return positions;
  const places: Record<string, Position> = { ...positions, ...(start && { "": start }) };
  if (multiInstance !== undefined) for (const path of Object.keys(settings)) places[path] ??= multiInstance;
  return places;
}
