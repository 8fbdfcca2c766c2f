import { type Rules, rulesOf } from "../assume";
import { messageError, win32 } from "../errors";
import type { World } from "../world";
import { type ElementSchema, loadSchema } from "./load-schema";

/** Versions of IIS whose schema this program has. */
export const iisVersions = ["7.0", "7.5", "8.0", "8.5", "10.0"];

/** IIS 10.0 of client Windows with additional attributes, by its first build. */
const clientVersion = "10.0.22000";

/** Schemas by what they are made of: a process of the tests calls this emulator often. */
const schemas = new Map<Rules, Map<string, ElementSchema>>();

/** The schema that APPCMD_EMULATOR_IIS names; by default the newest. */
export function versionSchema(world: World): ElementSchema {
  const version = world.env["APPCMD_EMULATOR_IIS"] || clientVersion;
  const known = [...iisVersions, clientVersion];
  if (known.includes(version)) return knownSchema(world, world.readSchema(version));
  throw messageError(
    `APPCMD_EMULATOR_IIS is "${version}"; this emulator knows ${known.join(", ")}.`,
    win32.invalidParameter,
  );
}

function knownSchema(world: World, text: string): ElementSchema {
  const rules = rulesOf(world);
  const known = schemas.get(rules) ?? new Map<string, ElementSchema>();
  schemas.set(rules, known);
  const schema = known.get(text) ?? loadSchema(text, rules);
  known.set(text, schema);
  return schema;
}
