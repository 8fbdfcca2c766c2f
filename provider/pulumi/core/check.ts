import type * as z from "zod";
import { checkConnectionRules } from "../../connection/connection";
import type { Fault } from "../../errors";
import { readInput } from "../../input/read-input";
import { describeMissing } from "../../input/wording";
import { formatFault } from "../../pool-file/pool-file";
import { completePool, type DeclaredValues, openOf, readPool } from "../../pool-file/pool/app-pool";
import { isTouched, nestSettings } from "../../settings/paths";
import { listFaults } from "../../text";
import { visibleText } from "../../visible-text";
import { poolOwners, type ResourceIdentity } from "./owners/pool-owners";
import { besideSettings, resourceSchemas } from "./pool-own-schema";
import { type Checked, defaultsPlace, poolPlace } from "./resource";
import { inputsOf, type Properties, type ResourceKind } from "./resource-inputs";
import { hostNameOf } from "./sessions";
import { hideFaults, refuseHiddenIdentity, withMarks } from "./secret-marks";
import { marksOf, withoutMarks } from "./secret-properties";
import { isUnknownAt, joinUnknowns, splitUnknowns } from "./unknowns";

/** A fault in the engine's format. */
export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

/**
 * If a property is named, the engine prints its value, and it finds no value at a dotted path, so no property is named.
 */
export function checkFailure({ path, message }: Fault): CheckFailure {
  return { property: "", reason: visibleText(formatFault({ path, message })) };
}

/**
 * Every fault of the inputs of a resource or function, including those of the connection. Values that are not known yet
 * are accepted; all others are checked.
 */
export function checkInputs(schema: z.ZodObject, inputs: Properties): readonly Fault[] {
  const { known, unknown } = splitUnknowns(withoutMarks(inputs));
  const isUnknown = (path: string): boolean => isUnknownAt(unknown, path);
  const { faults } = readInput(schema, known, { isUnknown: (keys) => isUnknown(keys.join(".")) });
  const all = [
    ...faults.map(({ path, message }) => ({ path, message })),
    ...checkConnectionRules(known["connection"], (key) => isUnknown(`connection.${key}`)),
  ];
  return hideFaults(all, marksOf(inputs));
}

/**
 * Records that the program declares the pool, or the defaults of the host. Two resources for one pool would undo each
 * other's changes, and one would delete the pool of the other.
 */
export function declareOnce(kind: ResourceKind, inputs: Properties, resource: ResourceIdentity): Fault[] {
  const place = kind === "pool" ? poolPlace(inputs) : defaultsPlace(inputs);
  const other = place === undefined ? undefined : poolOwners.declare(place, resource);
  if (other === undefined) return [];
  const host = hostNameOf(inputsOf(inputs).connection) ?? "this host";
  if (kind === "defaults") {
    const message =
      `resource "${other}" already declares the applicationPoolDefaults of ${host}. ` +
      "A host has only one: declare all of its settings in one resource";
    return [{ path: "", message }];
  }
  const message =
    `resource "${other}" already declares the pool "${inputsOf(inputs).name ?? ""}" of ${host}. ` +
    "Declare each pool once; letter case is ignored";
  return [{ path: "name", message }];
}

/**
 * Checks the program's inputs and converts them to canonical form, in the same shape, because the engine marks secrets
 * by property names. Values that are not known yet are passed through.
 */
export function checkResource(kind: ResourceKind, news: Properties, resourceName?: string): Checked {
  const given = withoutMarks(news);
  const marks = marksOf(news);
  const isNamed = kind !== "pool" || given["name"] !== undefined || resourceName === undefined;
  const { known, unknown } = splitUnknowns(isNamed ? given : { name: resourceName, ...given });
  const isUnknown = (path: string): boolean => isUnknownAt(unknown, path);
  // The settings that multiInstance implies are not added to the inputs, which keep the program's shape.
  const read = readPool(known, resourceSchemas[kind]());
  const { pool } = read;
  const faults = read.faults.filter(({ keys, isMissing }) => isMissing !== true || !isUnknown(keys.join(".")));
  const all = [
    ...(kind === "pool" && pool.name === undefined && !isUnknown("name") && known["name"] === undefined
      ? [missingName]
      : []),
    ...refuseHiddenIdentity(marks),
    ...hideFaults(faults, marks),
    ...conflicts(pool, openOf(faults), isUnknown, marks),
    ...hideFaults(
      checkConnectionRules(known["connection"], (key) => isUnknown(`connection.${key}`)),
      marks,
    ),
  ];
  if (all.length > 0) return { inputs: news, faults: listFaults(all) };
  const { settings, ...named } = pool;
  const own = Object.keys(besideSettings[kind]());
  const owned = Object.fromEntries(own.filter((key) => known[key] !== undefined).map((key) => [key, known[key]]));
  const inputs = joinUnknowns({ ...named, ...owned, ...nestSettings(settings) }, unknown);
  return { inputs: withMarks(inputs, marks), faults: [] };
}

/** The faults of several settings together. One that marked values decide shows nothing of them. */
function conflicts(
  pool: DeclaredValues,
  open: readonly string[],
  isUnknown: (path: string) => boolean,
  marks: readonly string[],
): readonly Fault[] {
  const { faults } = completePool(pool, open, isUnknown);
  if (faults.length === 0 || marks.length === 0) return faults;
  const isHidden = (path: string): boolean => isTouched(path, marks);
  const { multiInstance, settings } = pool;
  const shown = {
    settings: Object.fromEntries(Object.entries(settings).filter(([path]) => !isHidden(path))),
    ...(multiInstance !== undefined && !isHidden("multiInstance") && { multiInstance }),
  };
  const kept = completePool(shown, open, (path) => isUnknown(path) || isHidden(path)).faults.map(formatFault);
  const message = "conflicts with another value of the pool that is a secret and not shown";
  return faults.map((fault) => (kept.includes(formatFault(fault)) ? fault : { path: fault.path, message }));
}

const missingName: Fault = { path: "name", message: describeMissing("the name of an application pool") };
