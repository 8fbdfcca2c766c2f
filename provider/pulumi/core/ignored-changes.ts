import { flattenSettings, nestSettings } from "../../schema/settings-paths";

type Group = Record<string, unknown>;

/** Properties that stand for settings. */
export const otherSettings: readonly string[] = ["state", "multiInstance"];

/**
 * The properties without those that the program ignores changes of (`ignoreChanges`): what is there on the host stays.
 * An entry of a list or map cannot be ignored alone.
 *
 * @param ignored paths as the engine has them: `queueLength`, `recycling.periodicRestart`, `processModel.*`.
 */
export function withoutIgnored(properties: Group, ignored: readonly string[]): Group {
  if (ignored.length === 0) return properties;
  const settings = flattenSettings(properties);
  const kept = Object.entries(settings).filter(([path]) => !isIgnored(path, ignored));
  const tops = new Set(Object.keys(settings).map((path) => path.split(".")[0]));
  const own = Object.entries(properties).filter(
    ([key]) => !tops.has(key) && !(otherSettings.includes(key) && isIgnored(key, ignored)),
  );
  return { ...Object.fromEntries(own), ...nestSettings(Object.fromEntries(kept)) };
}

/** Whether changes of the setting are ignored, by itself or with its group. */
export function isIgnored(path: string, ignored: readonly string[]): boolean {
  const groups = ignored.map((one) => one.replace(/\.?\*$/, ""));
  return groups.some((group) => group === "" || path === group || path.startsWith(`${group}.`));
}
