import type { Arguments, Property } from "../command-line/parse-arguments";
import { parsePath } from "../command-line/parse-path";
import { rulesOf } from "../assume";
import { listApplications, setSitePool } from "../config/objects";
import { findSection } from "../config/find-section";
import { setAttribute } from "../document/edit";
import { childElements, treeAttribute } from "../document/tree";
import { missingIdentifier, missingObject, notSupported } from "../errors";
import { type Answer, commitEdit, type Context } from "./context";

/** `set app "Shop/api" /applicationPool:Jobs`: sets the pool of an application; nothing else of it can be set here. */
export function setApp(context: Context): Answer {
  const { name, properties } = objectOf(context.args, "APP");
  const pool = properties.map((property) => poolGiven(property, "APP"));
  return commitEdit(context, (_pools, { config }) => {
    const application = listApplications(config).find(({ site, path }) => isSame(site + path, name));
    if (application === undefined) throw missingObject("APP", name);
    for (const value of pool) setAttribute(application.element, "applicationPool", value);
    return `APP object "${application.site}${application.path}" changed`;
  });
}

/**
 * `set site Shop /[path='/'].applicationPool:Jobs` or `/applicationDefaults.applicationPool:Jobs`: the pools of a site's
 * applications; nothing else of it can be set here.
 */
export function setSite(context: Context): Answer {
  const { name, properties } = objectOf(context.args, "SITE");
  return commitEdit(context, (_pools, { config }) => {
    const sites = findSection(config, "sites");
    const site = { kind: "indexer", position: undefined, values: [["name", name]], text: "" } as const;
    const known = sites && childElements(sites).some((one) => isSame(treeAttribute(one, "name") ?? "", name));
    if (sites === undefined || known !== true) throw missingObject("SITE", name);
    for (const property of properties) {
      setSitePool(sites, property, [site, ...parsePath(property.path, rulesOf(context.world))]);
    }
    return `SITE object "${name}" changed`;
  });
}

/** The object of a call, as identifier or by `/app.name:`, and the properties to set. */
function objectOf(
  { identifier, properties }: Arguments,
  kind: "APP" | "SITE",
): { readonly name: string; readonly properties: readonly Property[] } {
  const given = properties.find(({ path }) => path.toUpperCase() === `${kind}.NAME`);
  const name = identifier ?? given?.value;
  if (name === undefined || name === "") throw missingIdentifier(kind);
  const rest = properties.filter((property) => property !== given);
  if (rest.length === 0) throw notSupported(`SET ${kind} without a pool`);
  return { name, properties: rest };
}

function poolGiven({ prefix, path, value, argument }: Property, kind: string): string {
  const isPool = path.toLowerCase() === "applicationpool" && prefix === "" && value !== undefined;
  if (!isPool) throw notSupported(`${argument} of SET ${kind}; only its applicationPool can be set`);
  return value;
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
