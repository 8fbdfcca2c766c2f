import type { Property } from "../command-line/parse-arguments";
import type { Indexer, Segment } from "../command-line/parse-path";
import { setAttribute } from "../document/edit-attribute";
import { insertElement } from "../document/insert-element";
import { childElement, childElements, type TreeElement, treeAttribute } from "../document/tree";
import { missingEntry, notSupported } from "../errors";

/**
 * Lets an application, the applicationDefaults of a site or those of all sites name a pool: all that this program changes of
 * the sites, which it has no schema of.
 */
export function setSitePool(sites: TreeElement, property: Property, segments: readonly Segment[]): void {
  const steps = [...segments];
  const last = steps.pop();
  const isPool = last?.kind === "name" && last.name.toLowerCase() === "applicationpool";
  const [first, second, surplus] = steps;
  const isPlain = isPool && property.prefix === "" && property.value !== undefined;
  const target = isPlain && first !== undefined && surplus === undefined ? targetOf(sites, first, second) : undefined;
  if (target === undefined || property.value === undefined) {
    throw notSupported(`${property.argument}; of the sites only which pools they name can be set`);
  }
  setAttribute(target, "applicationPool", property.value);
}

/** The element that names the pool; undefined for a path that leads to none. */
function targetOf(sites: TreeElement, first: Segment, second: Segment | undefined): TreeElement | undefined {
  if (first.kind === "name") return second === undefined ? defaultsIn(sites, first) : undefined;
  const site = second && entry(sites, "site", "name", first);
  if (site === undefined || second === undefined) return undefined;
  return second.kind === "name" ? defaultsIn(site, second) : entry(site, "application", "path", second);
}

function defaultsIn(parent: TreeElement, step: Segment): TreeElement | undefined {
  if (step.kind !== "name" || step.name.toLowerCase() !== "applicationdefaults") return undefined;
  return childElement(parent, "applicationDefaults") ?? insertElement(parent, "applicationDefaults", {});
}

function entry(parent: TreeElement, name: string, key: string, { values, position }: Indexer): TreeElement | undefined {
  const [given, surplus] = values;
  if (position !== undefined || given?.[0].toLowerCase() !== key || surplus !== undefined) return undefined;
  const found = childElements(parent).find(
    (child) => child.name === name && treeAttribute(child, key)?.toLowerCase() === given[1].toLowerCase(),
  );
  if (found === undefined) throw missingEntry();
  return found;
}
