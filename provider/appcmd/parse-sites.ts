import { attributeValue, type XmlNode } from "../xml/xml-node";
import type { ListedApplication } from "./listed-pool";
import { findDocument, readElements } from "./parse-document";
import { onlyNamed, required } from "./parse-elements";
import type { PoolPlace, PoolReference } from "./pool-place";

const what = "list config of the sites";

/**
 * Every place that names a pool, in the output of `list config` of the sites' section with `/config /xml`; and with them every
 * application that names none and inherits none, which runs in the pool that IIS takes then: that is told by `list app`.
 *
 * @throws IisError `UNREADABLE_OUTPUT`
 */
export function parsePoolReferences(output: string, applications: readonly ListedApplication[]): PoolReference[] {
  const [config] = [
    onlyNamed(
      readElements(findDocument(output, what, "CONFIG"), what, (one) => one),
      "CONFIG",
      what,
    ),
  ];
  const sites = onlyNamed(config.children, "system.applicationHost-sites", what);
  const pools = new Map(applications.map(({ name, pool }) => [name.toLowerCase(), pool]));
  const common = defaultsOf(sites, {});
  return [
    ...common,
    ...sites.children
      .filter(({ name }) => name === "site")
      .flatMap((site) => referencesOf(site, common.length > 0, (name) => pools.get(name.toLowerCase()))),
  ];
}

function referencesOf(
  element: XmlNode,
  isInherited: boolean,
  poolOf: (application: string) => string | undefined,
): PoolReference[] {
  const site = required(element, "name", what);
  const own = defaultsOf(element, { site });
  const applications = element.children.filter(({ name }) => name === "application");
  return [
    ...own,
    ...applications.flatMap((one) => {
      const application = required(one, "path", what);
      const isSilent = isInherited || own.length > 0;
      const pool = poolNamedBy(one) ?? (isSilent ? undefined : poolOf(`${site}${application}`));
      return pool === undefined ? [] : [{ place: { site, application }, pool }];
    }),
  ];
}

function defaultsOf(element: XmlNode, place: PoolPlace): PoolReference[] {
  const defaults = element.children.find(({ name }) => name === "applicationDefaults");
  const pool = defaults && poolNamedBy(defaults);
  return pool === undefined ? [] : [{ place, pool }];
}

function poolNamedBy(element: XmlNode): string | undefined {
  return attributeValue(element, "applicationPool") || undefined;
}
