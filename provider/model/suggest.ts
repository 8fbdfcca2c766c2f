import { settingAttributes } from "../schema/app-pool-attributes";
import { candidates, nearest } from "../nearest-name";
import { groupPaths, keysOf } from "../schema/settings-paths";

/** By the last step of the path. */
const everywhere = [...groupPaths, ...settingAttributes.map(({ path }) => path)].map((path) => ({
  name: path.slice(path.lastIndexOf(".") + 1).toLowerCase(),
  path,
}));
const wholePaths = new Map(everywhere.map(({ path }) => [path.toLowerCase(), path]));

/** No setting is called by more. */
const longestKey = 200;

/**
 * What the user may have meant by an unknown key of a group (`""`: the top): another key of the group, or the full path
 * of a setting elsewhere. Letter case counts least, then what lies nearest. `undefined` when nothing is like it.
 */
export function suggest(group: string, key: string, otherKeys: readonly string[] = []): string | undefined {
  if (key.length > longestKey) return undefined;
  const near = candidates([...keysOf(group), ...(group === "" ? otherKeys : [])]);
  const lower = key.toLowerCase();
  const same = near.find(({ name }) => name === lower)?.path ?? wholePaths.get(lower);
  return same ?? nearest(lower, near) ?? nearest(lower, everywhere);
}
