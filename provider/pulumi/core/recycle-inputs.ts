import { isDeepStrictEqual } from "node:util";
import { poolKey } from "../../name-keys";
import { isMoved } from "./diff";
import { propertyDifferences } from "./property-differences";
import type { RecycleInputs } from "./recycle-schema";
import type { PropertyDifference, ResourceDiff } from "./resource";
import type { Properties } from "./resource-inputs";
import { hasUnknowns, isUnknown } from "./unknowns";

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
