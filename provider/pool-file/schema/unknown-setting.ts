import { describeError } from "../../errors";
import { settingAttributes } from "../../settings/app-pool-attributes";
import { groupPaths, keysOf } from "../../settings/paths";
import { candidate, nearest, nearestName, unknownNameFields } from "../../unknown-name";

/** By the last step of the path. */
const everywhere = [...groupPaths, ...settingAttributes.map(({ path }) => path)].map((path) =>
  candidate(path.slice(path.lastIndexOf(".") + 1), path),
);
const inGroup = new Map(["", ...groupPaths].map((group) => [group, keysOf(group).map((key) => candidate(key))]));
const wholePaths = new Map(everywhere.map(({ path }) => [path.toLowerCase(), path]));

/** The maximum number of suggestions for a name. */
const longestKey = 200;

/**
 * The key that the user may have meant by an unknown key of a group (`""`: the top): another key of the group, or the
 * full path of a setting elsewhere. Differences in letter case count least, then nearby keys are preferred. `undefined`
 * if no key is similar.
 */
export function suggest(group: string, key: string, otherKeys: readonly string[] = []): string | undefined {
  if (key.length > longestKey) return undefined;
  const near = [...(inGroup.get(group) ?? []), ...(group === "" ? otherKeys : []).map((other) => candidate(other))];
  const lower = key.toLowerCase();
  const same = near.find(({ name }) => name === lower)?.path ?? wholePaths.get(lower);
  return same ?? nearest(lower, near) ?? nearest(lower, everywhere);
}

const paths = settingAttributes.map(({ path }) => path);

/**
 * The fault of an unknown path: ``unknown setting `cpu.limt`. Did you mean `cpu.limit`?``
 *
 * @param otherKeys allowed keys besides the paths of settings
 * @param otherwise the hint if no setting is similar. Default: none
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
