import { poolKey } from "../name-keys";
import { Secret } from "../secret";
import type { Desired } from "./desired";
import { identityPaths } from "./identity";
import { findPool, type LiveHost } from "./live-host";

const [identityType = "", userName = "", password = ""] = identityPaths;

/**
 * Whether a pool that takes the place of another one would lose that one's password: it has one of its own, which the
 * host does not show, and none is declared.
 */
export function isPasswordLost({ renamedFrom, settings }: Desired, live: LiveHost): boolean {
  const old = renamedFrom === undefined ? undefined : findPool(live, renamedFrom);
  if (old === undefined || identityType in settings) return false;
  const isOwn = identityPaths.some((path) => path in (live.explicit?.pools.get(poolKey(old.name)) ?? {}));
  const { [identityType]: type, [userName]: user, [password]: secret } = old.settings;
  if (!isOwn || type !== "SpecificUser" || (typeof user === "string" && user.endsWith("$"))) return false;
  return !(secret instanceof Secret && secret.isSet && secret.encryption === undefined);
}
