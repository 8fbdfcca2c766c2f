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
  if (!isPool || property.prefix !== "" || property.value === undefined) throw notSupported();
  const [first, second, surplus] = steps;
  if (first === undefined || surplus !== undefined) throw notSupported();
  setAttribute(targetOf(sites, first, second), "applicationPool", property.value);
}

function targetOf(sites: TreeElement, first: Segment, second: Segment | undefined): TreeElement {
  if (first.kind === "name") return defaultsIn(sites, first, second);
  const site = entry(sites, "site", "name", first);
  if (second === undefined) throw notSupported();
  return second.kind === "name" ? defaultsIn(site, second) : entry(site, "application", "path", second);
}

function defaultsIn(parent: TreeElement, step: Segment, surplus?: Segment): TreeElement {
  const isDefaults = step.kind === "name" && step.name.toLowerCase() === "applicationdefaults";
  if (!isDefaults || surplus !== undefined) throw notSupported();
  return childElement(parent, "applicationDefaults") ?? insertElement(parent, "applicationDefaults", {});
}

function entry(parent: TreeElement, name: string, key: string, { values, position }: Indexer): TreeElement {
  const [given, surplus] = values;
  if (position !== undefined || given === undefined || surplus !== undefined) throw notSupported();
  if (given[0].toLowerCase() !== key) throw notSupported();
  const found = childElements(parent).find(
    (child) => child.name === name && treeAttribute(child, key)?.toLowerCase() === given[1].toLowerCase(),
  );
  if (found === undefined) throw missingEntry();
  return found;
}
