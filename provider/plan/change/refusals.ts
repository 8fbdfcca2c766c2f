import type { Fault } from "../../errors";
import { poolKey } from "../../names";
import { Secret } from "../../secret";
import { attributeOf } from "../../settings/app-pool-attributes";
import { describeVersion } from "../../settings/iis-version";
import { identityPaths, identityTypePath, passwordPath, userNamePath } from "../../settings/key-path";
import { iisPath, isOther } from "../../settings/other-attributes";
import type { Desired } from "./desired";
import { isEmptyCollection } from "./diff";
import { findPool, knownSettings, type LiveHost } from "./live-host";

/**
 * Declared settings that the host's IIS does not have. They are detected from its output, not from a version number:
 * `/config:*` prints every attribute that exists.
 */
export function unsupportedSettings(desired: Desired, live: LiveHost): Fault[] {
  const known = knownSettings(live);
  if (known === undefined) return [];
  return Object.entries(desired.settings)
    .filter(([path, value]) => !(path in known) && !isEmptyCollection(value))
    .map(([path]) => ({
      path,
      message: isOther(path)
        ? `the IIS of this host does not list ${iisPath(path)}; check the output of appcmd list apppool /config:* /xml`
        : `the IIS of this host does not have it; it came with IIS ${describeVersion(attributeOf(path).since)}`,
    }));
}

/**
 * Whether a pool that replaces another one would lose its password: the old pool has its own password, which the host
 * does not show, and none is declared.
 */
export function isPasswordLost({ renamedFrom, settings }: Desired, live: LiveHost): boolean {
  const old = renamedFrom === undefined ? undefined : findPool(live, renamedFrom);
  if (old === undefined || identityTypePath in settings) return false;
  const isOwn = identityPaths.some((path) => path in (live.explicit?.pools.get(poolKey(old.name)) ?? {}));
  const { [identityTypePath]: type, [userNamePath]: user, [passwordPath]: secret } = old.settings;
  if (!isOwn || type !== "SpecificUser" || (typeof user === "string" && user.endsWith("$"))) return false;
  return !(secret instanceof Secret && secret.isSet && secret.encryption === undefined);
}
