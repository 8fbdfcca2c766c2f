import { childElement, childElements, type TreeElement, treeAttribute } from "../document/tree";
import { globalGroups } from "./find-section";

const wanted = "Give the applicationHost.config of a server.";

/** Elements that a file with the root `<configuration>` can have, and what it then is; the first that is there decides. */
const configurations: readonly (readonly [element: string, what: string])[] = [
  ["applicationPools", "a file whose <applicationPools> is outside <system.applicationHost>"],
  ["sites", "a file whose <sites> is outside <system.applicationHost>"],
  ["MBProperty", "the metabase of IIS 6 (MetaBase.xml)"],
  ["IIsConfigObject", "the metabase of IIS 6 (MetaBase.xml)"],
  ["configurationRedirection", "a redirection.config, which names the folder of the configuration"],
  ["moduleProviders", "an administration.config"],
  ["configProtectedData", "a machine.config of .NET"],
  ["system.webServer", "a web.config"],
  ["system.web", "a web.config"],
  ["appSettings", "a configuration file of .NET"],
  ["connectionStrings", "a configuration file of .NET"],
  ["runtime", "a configuration file of .NET"],
  ["startup", "a configuration file of .NET"],
  ["system.serviceModel", "a configuration file of .NET"],
  ["system.diagnostics", "a configuration file of .NET"],
  ["system.net", "a configuration file of .NET"],
  ["system.data", "a configuration file of .NET"],
];

/** Other roots that people have at hand. */
const roots: ReadonlyMap<string, string> = new Map([
  ["appcmd", "the output of appcmd list … /xml"],
  ["configSchema", "a schema of IIS"],
  ["system.applicationHost", "a fragment of an applicationHost.config"],
  ["applicationPools", "a fragment of an applicationHost.config"],
  ["applicationPoolDefaults", "a fragment of an applicationHost.config"],
  ["sites", "a fragment of an applicationHost.config"],
  ["site", "a fragment of an applicationHost.config"],
  ["add", "a fragment of an applicationHost.config"],
  ["location", "a fragment of a configuration file"],
  ["system.webServer", "a fragment of a configuration file"],
]);

/** Says what a file is that is no applicationHost.config; undefined for one that is, or that may become one. */
export function identifyOther(root: TreeElement): string | undefined {
  if (root.name !== "configuration") {
    const what = roots.get(root.name);
    const known = what === undefined ? "" : `: this is ${what}`;
    return `The root element is <${root.name}> and not <configuration>${known}. ${wanted}`;
  }
  if (globalGroups(root).length > 0 || declaresGroup(root) || hasLocationGroup(root)) return undefined;
  const found = configurations.find(([element]) => everywhere(root).some(({ name }) => name === element));
  if (found !== undefined) return `This is ${found[1]}: it has no <system.applicationHost>. ${wanted}`;
  const other = childElements(root).find(({ name }) => name.toLowerCase() === "system.applicationhost");
  if (other !== undefined) return `There is <${other.name}>; the letter case of <system.applicationHost> counts.`;
  return undefined;
}

/** What stands at the top, or in a `<location>` there. */
function everywhere(root: TreeElement): TreeElement[] {
  return childElements(root).flatMap((child) => (child.name === "location" ? childElements(child) : [child]));
}

function hasLocationGroup(root: TreeElement): boolean {
  return everywhere(root).some(({ name }) => name === "system.applicationHost");
}

/** A server's file says which sections it can have, also where none of them is there. */
function declaresGroup(root: TreeElement): boolean {
  const declarations = childElement(root, "configSections");
  if (declarations === undefined) return false;
  return childElements(declarations).some((group) => treeAttribute(group, "name") === "system.applicationHost");
}
