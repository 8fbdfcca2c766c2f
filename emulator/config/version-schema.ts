import { messageError, win32 } from "../appcmd-error";
import { rulesOf } from "../assume";
import { type ElementSchema, loadSchema } from "../schema/load-schema";
import type { World } from "../world";

/** Versions of IIS whose schema this program has. */
export const iisVersions = ["7.0", "7.5", "8.0", "8.5", "10.0"];

/** IIS 10.0 of a client Windows that has more attributes, by the build that brought them. */
export const clientVersion = "10.0.22000";

/** The schema that APPCMD_EMULATOR_IIS names; by default the newest. */
export function versionSchema(world: World): ElementSchema {
  const version = world.env["APPCMD_EMULATOR_IIS"] || clientVersion;
  const known = [...iisVersions, clientVersion];
  if (known.includes(version)) return loadSchema(world.readSchema(version), rulesOf(world));
  throw messageError(
    `APPCMD_EMULATOR_IIS is "${version}"; this emulator knows ${known.join(", ")}.`,
    win32.invalidParameter,
  );
}
