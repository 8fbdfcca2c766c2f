import { childElement, childElements, type TreeElement, treeAttribute } from "../document/tree";
import type { OutputNode } from "../output/node";
import { type Listed, listObjects } from "./list-objects";
import { type Answer, type Context, openConfig } from "./context";

/** `list app`: the applications of all sites with the pool that serves each. */
export function listApps(context: Context): Answer {
  const { root } = openConfig(context).document;
  const sites = childElement(childElement(root, "system.applicationHost") ?? root, "sites");
  const apps = sites === undefined ? [] : childElements(sites).filter(({ name }) => name === "site");
  return listObjects(
    context,
    "APP",
    "APP.NAME",
    apps.flatMap((site) => siteApps(site, sites)),
  );
}

function siteApps(site: TreeElement, sites: TreeElement | undefined): Listed[] {
  const siteName = treeAttribute(site, "name") ?? "";
  const pool = defaultPool(site) ?? (sites && defaultPool(sites)) ?? "DefaultAppPool";
  return childElements(site)
    .filter(({ name }) => name === "application")
    .map((app) => toListed(app, siteName, treeAttribute(app, "applicationPool") ?? pool));
}

function defaultPool(element: TreeElement): string | undefined {
  const defaults = childElement(element, "applicationDefaults");
  return defaults && treeAttribute(defaults, "applicationPool");
}

function toListed(app: TreeElement, site: string, pool: string): Listed {
  const path = treeAttribute(app, "path") ?? "/";
  return {
    attributes: [
      ["path", path],
      ["APP.NAME", site + path],
      ["APPPOOL.NAME", pool],
      ["SITE.NAME", site],
    ],
    line: `APP "${site}${path}" (applicationPool:${pool})`,
    value: (name) => (name.toLowerCase() === "applicationpool" ? pool : undefined),
    config: () => rawNode(app),
  };
}

/** An element as it is written: this program has no schema of the sites. */
function rawNode(element: TreeElement): OutputNode {
  return {
    name: element.name,
    attributes: element.attributes.map(({ name, value }) => [name, value]),
    children: childElements(element).map(rawNode),
  };
}
