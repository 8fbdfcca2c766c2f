import { poolKey } from "../name-keys";
import { identityPaths, identityTypePath, passwordPath, userNamePath } from "../schema/identity-paths";
import { Secret } from "../secret";
import type { Desired } from "./desired";
import { findPool, type LiveHost } from "./live-host";

/**
 * Whether a pool that takes the place of another one would lose that one's password: it has one of its own, which the
 * host does not show, and none is declared.
 */
export function isPasswordLost({ renamedFrom, settings }: Desired, live: LiveHost): boolean {
  const old = renamedFrom === undefined ? undefined : findPool(live, renamedFrom);
  if (old === undefined || identityTypePath in settings) return false;
  const isOwn = identityPaths.some((path) => path in (live.explicit?.pools.get(poolKey(old.name)) ?? {}));
  const { [identityTypePath]: type, [userNamePath]: user, [passwordPath]: secret } = old.settings;
  if (!isOwn || type !== "SpecificUser" || (typeof user === "string" && user.endsWith("$"))) return false;
  return !(secret instanceof Secret && secret.isSet && secret.encryption === undefined);
}
