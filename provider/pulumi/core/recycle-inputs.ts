import { isDeepStrictEqual } from "node:util";
import { poolKey } from "../../name-keys";
import type { Fault } from "../../errors";
import { poolNameProblem } from "../../model/pool-name";
import { checkConnection } from "../../transport/connection";
import type { Connection } from "../../transport/connection-schema";
import { isMoved } from "./diff";
import { propertyDifferences } from "./property-differences";
import type { PropertyDifference, ResourceDiff } from "./resource";
import type { Properties } from "./resource-inputs";
import { hasUnknowns, isUnknown, isUnknownAt, splitUnknowns } from "./unknowns";

/** What recycles a pool; it has been through `check`. */
export interface RecycleInputs {
  readonly pool?: string;
  readonly triggers?: readonly unknown[];
  /** Until the old worker processes are gone. */
  readonly wait?: boolean;
  readonly connection?: Connection;
}

/** The properties that a program declares. */
export const recycleKeys = ["pool", "triggers", "wait", "connection"] as const;

/** Every fault of what the program declares. What is not known yet is let through. */
export function checkRecycleInputs(news: Properties): Fault[] {
  const { known, unknown } = splitUnknowns(news);
  const isLeft = (key: string): boolean => known[key] === undefined && !isUnknownAt(unknown, key);
  const { pool, triggers, wait, connection } = known;
  const others = Object.keys(news).filter((key) => !recycleKeys.some((one) => one === key));
  const problem = pool === undefined ? undefined : poolNameProblem(pool);
  return [
    ...others.map((path) => ({ path, message: `unknown property; it takes ${recycleKeys.join(", ")}` })),
    ...(isLeft("pool") ? [{ path: "pool", message: "is left out; it takes the name of the pool to recycle" }] : []),
    ...(problem === undefined ? [] : [{ path: "pool", message: problem }]),
    ...(isLeft("triggers") || (triggers !== undefined && !Array.isArray(triggers)) ? [badTriggers] : []),
    ...(wait === undefined || typeof wait === "boolean" ? [] : [{ path: "wait", message: "must be true or false" }]),
    ...(isUnknownAt(unknown, "connection") && connection === undefined
      ? []
      : checkConnection(connection, (key) => isUnknownAt(unknown, `connection.${key}`))),
  ];
}

const badTriggers: Fault = {
  path: "triggers",
  message: "must be a list of what the pool serves, such as a build's number: where one changes, the pool recycles",
};

/** What changed since it was recycled; nothing is looked at. Another trigger recycles, another pool or host replaces. */
export function diffRecycleInputs(olds: Properties, news: Properties): ResourceDiff {
  const [before, after]: [RecycleInputs, RecycleInputs] = [olds, news];
  const isOther = !isUnknown(after.pool) && poolKey(before.pool ?? "") !== poolKey(after.pool ?? "");
  const replaced = [...(isOther ? ["pool"] : []), ...(isMoved(before, after) ? ["connection"] : [])];
  const properties: PropertyDifference[] =
    replaced.length > 0
      ? replaced.map((path) => ({ path, kind: "replace" }))
      : [
          ...(["pool", "wait"] as const)
            .filter((key) => before[key] !== after[key] && !isUnknown(after[key]))
            .map((key) => ({ path: key, kind: kindOf(before[key], after[key]) })),
          ...triggerDifferences(before.triggers, after.triggers),
          ...propertyDifferences(undefined, olds, news),
        ];
  return { changes: properties.length > 0 || hasUnknowns(news), properties, differences: [] };
}

function triggerDifferences(before: unknown, after: unknown): PropertyDifference[] {
  if (!Array.isArray(before) || !Array.isArray(after)) return [{ path: "triggers", kind: kindOf(before, after) }];
  return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => index)
    .filter((index) => !isDeepStrictEqual(before[index], after[index]))
    .map((index) => ({ path: `triggers[${index}]`, kind: kindOf(before[index], after[index]) }));
}

function kindOf(before: unknown, after: unknown): "add" | "update" | "delete" {
  if (before === undefined) return "add";
  return after === undefined ? "delete" : "update";
}
