import { describeError } from "../errors";
import { nearestName } from "../nearest-name";
import { settingAttributes } from "../schema/app-pool-attributes";
import { unknownNameFields } from "../unknown-name";
import { suggest } from "./suggest";

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
