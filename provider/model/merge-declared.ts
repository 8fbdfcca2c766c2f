import { variableKey } from "../name-keys";
import type { AttributeValue } from "../schema/codecs";
import { asMap } from "../schema/setting-value";
import type { Declared } from "./declared";
import { isOpen } from "./read-declared";
import { schedulePath } from "./stagger";

const variablesPath = "environmentVariables";

/**
 * Merges a declaration over another one: its values win, setting by setting; variables of the environment are merged by their
 * names, lists are replaced, a schedule by a stagger and the other way round. Paths that are not known in it get
 * nothing from the one below.
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
