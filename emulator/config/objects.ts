import type { Property } from "../command-line/parse-arguments";
import type { Indexer, Segment } from "../command-line/parse-path";
import { insertElement, setAttribute } from "../document/edit";
import { childElement, childElements, treeAttribute, type TreeElement } from "../document/tree";
import { missingEntry, notSupported } from "../errors";
import { findSection } from "./find-section";
import type { Config, PoolSection } from "./load-config";
import { childScope, effectiveValue, type Scope } from "./scope";

/** One application pool with its inherited values. */
export interface Pool extends Scope {
  readonly name: string;
}

/** The pools of a section, in file order. */
export function listPools({ element, schema }: PoolSection): Pool[] {
  const entry = schema.collection?.entry;
  if (entry === undefined) return [];
  const inherited = childElement(element, schema.collection?.defaultElement ?? "");
  return childElements(element)
    .filter(({ name }) => name === entry.name)
    .map((own) => ({ schema: entry, own, inherited, name: treeAttribute(own, "name") ?? "" }));
}

/** A pool by its name, which ignores letter case. */
export function findPool(pools: readonly Pool[], name: string): Pool | undefined {
  return pools.find((pool) => pool.name.toLowerCase() === name.toLowerCase());
}

/** A top-level effective value of a pool; empty if this IIS version does not have the attribute. */
export function poolValue(pool: Pool, name: string): string {
  const attribute = pool.schema.attributes.find((candidate) => candidate.name === name);
  return attribute === undefined ? "" : effectiveValue(pool, attribute);
}

/** Any effective value of a pool by its path, such as `processModel.idleTimeout`; undefined for an unknown path. */
export function valueAtPath(scope: Scope, path: string): string | undefined {
  const [first = "", ...rest] = path.toLowerCase().split(".");
  if (rest.length === 0) {
    const attribute = scope.schema.attributes.find(({ name }) => name.toLowerCase() === first);
    return attribute && effectiveValue(scope, attribute);
  }
  const child = scope.schema.elements.find(({ name }) => name.toLowerCase() === first);
  return child && valueAtPath(childScope(scope, child), rest.join("."));
}

/** One application of a site, with the pool that serves it. */
export interface Application {
  readonly site: string;
  readonly path: string;
  readonly pool: string;
  readonly element: TreeElement;
}

/** The applications of all sites of a configuration, in file order. */
export function listApplications(config: Config): Application[] {
  const sites = findSection(config, "sites");
  const all = sites === undefined ? [] : childElements(sites).filter(({ name }) => name === "site");
  return all.flatMap((site) => siteApplications(site, sites));
}

function siteApplications(site: TreeElement, sites: TreeElement | undefined): Application[] {
  const inherited = defaultPool(site) ?? (sites && defaultPool(sites)) ?? "DefaultAppPool";
  return childElements(site)
    .filter(({ name }) => name === "application")
    .map((element) => ({
      site: treeAttribute(site, "name") ?? "",
      path: treeAttribute(element, "path") ?? "/",
      pool: treeAttribute(element, "applicationPool") ?? inherited,
      element,
    }));
}

function defaultPool(element: TreeElement): string | undefined {
  const defaults = childElement(element, "applicationDefaults");
  return defaults && treeAttribute(defaults, "applicationPool");
}

/**
 * Sets the pool of an application, of the applicationDefaults of a site or of those of all sites. This program changes
 * nothing else of the sites, because it has no schema of them.
 */
export function setSitePool(sites: TreeElement, property: Property, segments: readonly Segment[]): void {
  const steps = [...segments];
  const last = steps.pop();
  const isPool = last?.kind === "name" && last.name.toLowerCase() === "applicationpool";
  const [first, second, surplus] = steps;
  const isPlain = isPool && property.prefix === "" && property.value !== undefined;
  const target = isPlain && first !== undefined && surplus === undefined ? targetOf(sites, first, second) : undefined;
  if (target === undefined || property.value === undefined) {
    throw notSupported(`${property.argument}; of the sites only their pools can be set`);
  }
  setAttribute(target, "applicationPool", property.value);
}

/** The element that names the pool; undefined if the path does not exist. */
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
