import { describeError } from "../../errors";
import { settingAttributes } from "../../settings/app-pool-attributes";
import { groupPaths, keysOf } from "../../settings/paths";
import { candidates, nearest, nearestName, unknownNameFields } from "../../unknown-name";

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

const paths = settingAttributes.map(({ path }) => path);

/**
 * The fault of a path that no setting has: ``unknown setting `cpu.limt`. Did you mean `cpu.limit`?``
 *
 * @param otherKeys what may stand there besides the paths of settings
 * @param otherwise the hint if no setting is like it. Default: none
 */
export function unknownSetting(
  path: string,
  { otherKeys = [], otherwise }: { readonly otherKeys?: readonly string[]; readonly otherwise?: string } = {},
): string {
  const meant = (): string | undefined =>
    nearestName(path, paths) ?? suggest("", path.slice(path.lastIndexOf(".") + 1), otherKeys);
  const { problem, hint = otherwise } = unknownNameFields("setting", path, [], meant);
  return describeError({ problem, hint });
}
