import type { Fault } from "../errors";
import { attributeOf } from "../schema/app-pool-attributes";
import { describeVersion } from "../schema/iis-version";
import { iisPath, isOther } from "../schema/other-attributes";
import type { Desired } from "./desired";
import { isEmptyCollection } from "./diff";
import { knownSettings, type LiveHost } from "./live-host";

/**
 * Declared settings that the host's IIS does not have. It is recognised by its own output, not by a version number:
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
        ? `the IIS of this host does not list ${iisPath(path)}; look at what appcmd list apppool /config:* /xml prints there`
        : `the IIS of this host does not have it; it came with IIS ${describeVersion(attributeOf(path).since)}`,
    }));
}
