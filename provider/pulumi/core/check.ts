import type { Fault } from "../../errors";
import { describeMissing } from "../../input/wording";
import { listFaults } from "../../list-faults";
import { completePool, openOf, readPool } from "../../model/app-pool";
import { nestSettings } from "../../schema/settings-paths";
import { checkConnectionRules } from "../../transport/connection";
import { besideSettings, resourceSchemas } from "./pool-own-schema";
import type { Checked } from "./resource";
import type { Properties, ResourceKind } from "./resource-inputs";
import { isUnknownAt, joinUnknowns, splitUnknowns } from "./unknowns";

/**
 * Checks what the program declares and brings it to canonical form, in the same shape: the engine marks secrets by the
 * names of properties. What is not known yet is let through.
 */
export function checkResource(kind: ResourceKind, news: Properties, resourceName?: string): Checked {
  const isNamed = kind !== "pool" || news["name"] !== undefined || resourceName === undefined;
  const { known, unknown } = splitUnknowns(isNamed ? news : { name: resourceName, ...news });
  const isUnknown = (path: string): boolean => isUnknownAt(unknown, path);
  // What multiInstance stands for is not put among the inputs: they keep the shape that the program gave them.
  const read = readPool(known, resourceSchemas[kind]());
  const { pool } = read;
  const faults = read.faults.filter(({ keys, isMissing }) => isMissing !== true || !isUnknown(keys.join(".")));
  const all = [
    ...(kind === "pool" && pool.name === undefined && !isUnknown("name") && known["name"] === undefined
      ? [missingName]
      : []),
    ...faults.map(({ path, message }) => ({ path, message })),
    ...completePool(pool, openOf(faults), isUnknown).faults,
    ...checkConnectionRules(known["connection"], (key) => isUnknown(`connection.${key}`)),
  ];
  if (all.length > 0) return { inputs: news, faults: listFaults(all) };
  const { settings, ...named } = pool;
  const own = Object.keys(besideSettings[kind]());
  const owned = Object.fromEntries(own.filter((key) => known[key] !== undefined).map((key) => [key, known[key]]));
  return { inputs: joinUnknowns({ ...named, ...owned, ...nestSettings(settings) }, unknown), faults: [] };
}

const missingName: Fault = { path: "name", message: describeMissing("the name of an application pool") };
