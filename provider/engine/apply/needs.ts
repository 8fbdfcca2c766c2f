import { poolKey } from "../../names";
import { type Desired, targetName } from "../../plan/change/desired";
import { excludedAccount, isAccountSet } from "../../plan/change/identity";
import type { LiveHost } from "../../plan/change/live-host";
import { attributeOf } from "../../settings/app-pool-attributes";
import type { Needs } from "../inspect";

/**
 * What has to be looked at, besides the pools, to compare with what is desired: explicit values where something returns
 * to its inherited value, where an account may be left over, or where a new pool gets a collection; where a pool takes the
 * place of another one, also what is explicit there and what of the sites names it.
 */
export function needsOf(desired: readonly Desired[], pools: LiveHost["pools"]): Needs {
  const isNew = ({ target }: Desired): boolean => !pools.has(poolKey(targetName(target)));
  const hasCollection = ({ settings }: Desired): boolean =>
    Object.keys(settings).some((path) => attributeOf(path).codec.shape !== "scalar");
  const isRenamed = desired.some(({ renamedFrom }) => renamedFrom !== undefined && pools.has(poolKey(renamedFrom)));
  return {
    ...(isRenamed && { references: true }),
    explicit: isRenamed || desired.some((one) => mayBeExplicit(one, pools) || (isNew(one) && hasCollection(one))),
    defaults: desired.some(({ target }) => target === "applicationPoolDefaults"),
  };
}

/** Whether something that is to go back may be written there: an account that is not in effect is not. */
function mayBeExplicit({ target, settings, inherit }: Desired, pools: LiveHost["pools"]): boolean {
  const excluded = target === "applicationPoolDefaults" ? [] : excludedAccount(settings);
  const live = pools.get(poolKey(targetName(target)))?.settings ?? {};
  return inherit.some((path) => !excluded.includes(path) || isAccountSet(live[path]));
}
