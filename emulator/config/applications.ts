import { childElement, childElements, type TreeElement, treeAttribute } from "../document/tree";
import { findSection } from "./find-section";
import type { Config } from "./load-config";

/** One application of a site, with the pool that serves it. */
export interface Application {
  readonly site: string;
  readonly path: string;
  readonly pool: string;
  readonly element: TreeElement;
}

/** The applications of all sites of a configuration, in the order of the file. */
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
