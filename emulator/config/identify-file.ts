import { childElement, childElements, treeAttribute, type TreeElement } from "../document/tree";
import { globalGroups } from "./find-section";

/** The text of a file, or why this program does not read it. */
export type Decoded = { readonly text: string } | { readonly fault: string; readonly line: number };

const remedy = "Save it as UTF-8.";

/**
 * Decodes a configuration file, which must be UTF-8, with or without a byte order mark, and XML 1.0: other files could
 * not be written back unchanged.
 */
export function decodeConfig(bytes: Buffer): Decoded {
  const wide = wideEncoding(bytes);
  if (wide !== undefined) return { fault: `The file is ${wide}. ${remedy}`, line: 1 };
  const text = bytes.toString("utf8");
  if (!Buffer.from(text, "utf8").equals(bytes)) {
    const line = text.slice(0, Math.max(text.indexOf("\uFFFD"), 0)).split("\n").length;
    return { fault: `The file is not UTF-8; it may be Windows-1252 or another ANSI code page. ${remedy}`, line };
  }
  const declaration = /^\uFEFF?<\?xml\s([^>]*)\?>/.exec(text)?.[1] ?? "";
  const encoding = pseudoAttribute(declaration, "encoding") ?? "utf-8";
  if (!/^utf-?8$/i.test(encoding)) {
    return { fault: `The file declares the encoding ${encoding}. ${remedy} Declare encoding="UTF-8".`, line: 1 };
  }
  const version = pseudoAttribute(declaration, "version") ?? "1.0";
  if (version === "1.0") return { text };
  return { fault: `The file is XML ${version}, but IIS reads XML 1.0. Declare version="1.0".`, line: 1 };
}

/** UTF-16 and UTF-32 by their byte order marks, or by the zeros around the first `<` of a document. */
function wideEncoding(bytes: Buffer): string | undefined {
  const start = bytes.subarray(0, 4).toString("hex");
  if (start === "0000feff" || start === "fffe0000" || start === "0000003c" || start === "3c000000") return "UTF-32";
  return /^(?:fffe|feff|3c00|003c)/.test(start) ? "UTF-16" : undefined;
}

function pseudoAttribute(declaration: string, name: string): string | undefined {
  return new RegExp(`(?:^|\\s)${name}\\s*=\\s*["']([^"']*)["']`).exec(declaration)?.[1];
}

const wanted = "Give the applicationHost.config of a server.";

/** Elements of a file with the root `<configuration>`, and the kind of such a file; the first match is used. */
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

/** Other roots of files that people may give. */
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

/** The kind of a file that is not an applicationHost.config; undefined for one that is, or that may become one. */
export function identifyOther(root: TreeElement): string | undefined {
  if (root.name !== "configuration") {
    const what = roots.get(root.name);
    const known = what === undefined ? "" : `: this is ${what}`;
    return `The root element is <${root.name}>, not <configuration>${known}. ${wanted}`;
  }
  if (globalGroups(root).length > 0 || declaresGroup(root) || hasLocationGroup(root)) return undefined;
  const found = configurations.find(([element]) => everywhere(root).some(({ name }) => name === element));
  if (found !== undefined) return `This is ${found[1]}: it has no <system.applicationHost>. ${wanted}`;
  const other = childElements(root).find(({ name }) => name.toLowerCase() === "system.applicationhost");
  if (other !== undefined) return `There is <${other.name}>, but <system.applicationHost> must have this letter case.`;
  return undefined;
}

/** The elements at the top, or in a `<location>` there. */
function everywhere(root: TreeElement): TreeElement[] {
  return childElements(root).flatMap((child) => (child.name === "location" ? childElements(child) : [child]));
}

function hasLocationGroup(root: TreeElement): boolean {
  return everywhere(root).some(({ name }) => name === "system.applicationHost");
}

/** A server's file declares its possible sections, even if none of them exists. */
function declaresGroup(root: TreeElement): boolean {
  const declarations = childElement(root, "configSections");
  if (declarations === undefined) return false;
  return childElements(declarations).some((group) => treeAttribute(group, "name") === "system.applicationHost");
}
