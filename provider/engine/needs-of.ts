import { poolKey } from "../appcmd/parse-list";
import { type Desired, targetName } from "../plan/desired";
import type { LiveHost } from "../plan/live-host";
import { attributeOf } from "../schema/app-pool-attributes";
import type { Needs } from "./inspect";

/**
 * What has to be looked at, besides the pools, to compare with what is desired: explicit values where something returns
 * to its inherited value, or where a new pool gets a collection; where a pool takes the place of another one, also what is
 * explicit there and what of the sites names it.
 */
export function needsOf(desired: readonly Desired[], pools: LiveHost["pools"]): Needs {
  const isNew = ({ target }: Desired): boolean => !pools.has(poolKey(targetName(target)));
  const hasCollection = ({ settings }: Desired): boolean =>
    Object.keys(settings).some((path) => attributeOf(path).kind !== "scalar");
  const isRenamed = desired.some(({ renamedFrom }) => renamedFrom !== undefined && pools.has(poolKey(renamedFrom)));
  return {
    ...(isRenamed && { references: true }),
    explicit: isRenamed || desired.some((one) => one.inherit.length > 0 || (isNew(one) && hasCollection(one))),
    defaults: desired.some(({ target }) => target === "applicationPoolDefaults"),
  };
}
