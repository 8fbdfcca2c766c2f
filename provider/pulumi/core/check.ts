import type * as z from "zod";
import { checkConnectionRules } from "../../connection/connection";
import type { Fault } from "../../errors";
import { readInput } from "../../input/read-input";
import { describeMissing } from "../../input/wording";
import { formatFault } from "../../pool-file/pool-file";
import { completePool, openOf, readPool } from "../../pool-file/pool/app-pool";
import { nestSettings } from "../../settings/paths";
import { listFaults } from "../../text";
import { visibleText } from "../../visible-text";
import { poolOwners, type ResourceIdentity } from "./owners/pool-owners";
import { besideSettings, resourceSchemas } from "./pool-own-schema";
import { type Checked, defaultsPlace, poolPlace } from "./resource";
import { inputsOf, type Properties, type ResourceKind } from "./resource-inputs";
import { isUnknownAt, joinUnknowns, splitUnknowns } from "./unknowns";

/** A fault as the engine expects it. */
export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

/** With a property named, the engine prints its value behind it, and it finds no value at a dotted path: so none is. */
export function checkFailure({ path, message }: Fault): CheckFailure {
  return { property: "", reason: visibleText(formatFault({ path, message })) };
}

/**
 * Every fault of the inputs of a resource or function, of the connection among them too. Values that are not known yet
 * are accepted; all others are checked.
 */
export function checkInputs(schema: z.ZodObject, inputs: Properties): Fault[] {
  const { known, unknown } = splitUnknowns(inputs);
  const isUnknown = (path: string): boolean => isUnknownAt(unknown, path);
  const { faults } = readInput(schema, known, { isUnknown: (keys) => isUnknown(keys.join(".")) });
  return [
    ...faults.map(({ path, message }) => ({ path, message })),
    ...checkConnectionRules(known["connection"], (key) => isUnknown(`connection.${key}`)),
  ];
}

/**
 * Notes that the program declares the pool, or the defaults of the host. Two resources for one would undo each other, and
 * delete a pool for the other.
 */
export function declareOnce(kind: ResourceKind, inputs: Properties, resource: ResourceIdentity): Fault[] {
  const place = kind === "pool" ? poolPlace(inputs) : defaultsPlace(inputs);
  const other = place === undefined ? undefined : poolOwners.declare(place, resource);
  if (other === undefined) return [];
  if (kind === "defaults") {
    const message =
      `resource "${other}" declares the applicationPoolDefaults of this host already. ` +
      "A host has them once: declare all of their settings in one resource";
    return [{ path: "", message }];
  }
  const message =
    `resource "${other}" declares the pool "${inputsOf(inputs).name ?? ""}" of this host already. ` +
    "Declare each pool once; letter case does not distinguish names";
  return [{ path: "name", message }];
}

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
