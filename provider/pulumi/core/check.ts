import type { Fault } from "../../errors";
import { listFaults } from "../../list-faults";
import { completePool, readPool } from "../../model/app-pool";
import { nestSettings } from "../../schema/settings-paths";
import { checkConnection } from "../../transport/connection";
import type { Checked } from "./resource";
import { ownKeys, type Properties, type ResourceKind } from "./resource-inputs";
import { isUnknownAt, joinUnknowns, splitUnknowns } from "./unknowns";

/**
 * Checks what the program declares and brings it to canonical form, in the same shape: the engine marks secrets by the
 * names of properties. What is not known yet is let through.
 */
export function checkResource(kind: ResourceKind, news: Properties, resourceName?: string): Checked {
  const isNamed = kind !== "pool" || news["name"] !== undefined || resourceName === undefined;
  const { known, unknown } = splitUnknowns(isNamed ? news : { name: resourceName, ...news });
  const own = ownKeys[kind];
  const { connection } = known;
  const isUnknown = (path: string): boolean => isUnknownAt(unknown, path);
  // What multiInstance stands for is not put among the inputs: they keep the shape that the program gave them.
  const { pool, faults } = readPool(known, { kind, otherKeys: own });
  const all = [
    ...(kind === "pool" && pool.name === undefined && !isUnknown("name") && known["name"] === undefined
      ? [missingName]
      : []),
    ...faults,
    ...completePool(pool, faults, isUnknown).faults,
    ...own.filter((key) => key !== "connection").flatMap((flag) => checkFlag(flag, known[flag])),
    ...(isUnknown("connection") ? [] : checkConnection(connection, (key) => isUnknown(`connection.${key}`))),
  ];
  if (all.length > 0) return { inputs: news, faults: listFaults(all) };
  const { settings, ...named } = pool;
  const owned = Object.fromEntries(own.filter((key) => known[key] !== undefined).map((key) => [key, known[key]]));
  return { inputs: joinUnknowns({ ...named, ...owned, ...nestSettings(settings) }, unknown), faults: [] };
}

const missingName: Fault = { path: "name", message: "a pool needs a name" };

/** The fault of what is neither true nor false. */
export function checkFlag(path: string, value: unknown): Fault[] {
  return value === undefined || typeof value === "boolean" ? [] : [{ path, message: "must be true or false" }];
}
