import { attributeValue } from "../../provider/xml/parse";
import { type Rules, rulesOf } from "../assume";
import { findSection } from "../config/find-section";
import type { PoolSection } from "../config/load-config";
import { listPools } from "../config/objects";
import { childElement } from "../document/tree";
import { messageError, notSupported, win32 } from "../errors";
import { effectiveNode, explicitNode, formatEnvelope, formatNode, type OutputNode, rawNode } from "../output/nodes";
import { encodePassword } from "../value/normalize";
import { type Answer, appHost, type Context, openConfig, openPools } from "./context";

/** Full name of the section of the pools. */
export const poolSectionName = "system.applicationHost/applicationPools";

/** Full name of the section of the sites. */
export const sitesSectionName = "system.applicationHost/sites";

/** Whether a call on CONFIG is about the section of the sites, by its full or short name. */
export function isAboutSites({ args: { section = "", identifier } }: Context): boolean {
  const isSites = [sitesSectionName, "sites"].some((name) => name.toLowerCase() === section.toLowerCase());
  return isSites && (identifier === undefined || identifier.toUpperCase() === appHost);
}

/** Checks that a call on CONFIG is about the section of the pools, by its full or short name, at its own level. */
export function checkSection({ args, input }: Context): void {
  const section = args.section ?? (input && attributeValue(input, "CONFIG.SECTION"));
  const { identifier } = args;
  if (section === undefined || section === "") {
    throw messageError("Must specify the configuration section with /section.", win32.invalidParameter);
  }
  const known = [poolSectionName, "applicationPools"].some((name) => name.toLowerCase() === section.toLowerCase());
  if (!known)
    throw messageError(
      `Unknown config section "${section}". Replace with ? for help.`,
      win32.invalidParameter,
      "exit-code-unknown-section",
    );
  if (identifier !== undefined && identifier.toUpperCase() !== appHost) {
    throw notSupported(`the level "${identifier}"; only ${appHost} is there`);
  }
}

/** The line with which appcmd reports a change of the section of the pools. */
export const appliedLine = appliedTo(poolSectionName);

/** The line with which appcmd reports a change of a section. */
export function appliedTo(section: string): string {
  return `Applied configuration changes to section "${section}" for "${appHost}" at configuration commit path "${appHost}"`;
}

/** `list config`: the section of the pools, with explicit values or, with `/config:*`, effective ones. */
export function listConfig(context: Context): Answer {
  if (isAboutSites(context)) return listSites(context);
  checkSection(context);
  const { xml, config } = context.args;
  const { section } = openPools(context);
  const rules = rulesOf(context.world);
  const content = (name: string): OutputNode => {
    const node = sectionNode(section, config === "effective", rules);
    return { ...(rules("password-in-list-config") === "encrypted" ? encrypt(node) : node), name };
  };
  if (!xml) {
    const group = { name: "system.applicationHost", attributes: [], children: [content("applicationPools")] };
    return { stdout: `${formatNode(group, "  ")}\r\n` };
  }
  const isLockShown = config !== undefined || rules("override-mode-without-config") === "shown";
  const lock: OutputNode["attributes"] = isLockShown
    ? [
        ["overrideMode", "Inherit"],
        ["locked", "false"],
      ]
    : [];
  const object: OutputNode = {
    name: "CONFIG",
    attributes: [["CONFIG.SECTION", poolSectionName], ["path", appHost], ...lock],
    children: config === undefined ? [] : [content(poolSectionName.replace("/", "-"))],
  };
  return { stdout: formatEnvelope([object]) };
}

/** The section of the sites as in the file: this program has no schema of it. */
function listSites(context: Context): Answer {
  const { xml, config } = context.args;
  if (!xml || config !== "explicit") throw notSupported("LIST CONFIG of the sites without /xml and /config");
  const sites = findSection(openConfig(context), "sites");
  const name = sitesSectionName.replace("/", "-");
  const object: OutputNode = {
    name: "CONFIG",
    attributes: [
      ["CONFIG.SECTION", sitesSectionName],
      ["path", appHost],
      ["overrideMode", "Inherit"],
      ["locked", "false"],
    ],
    children: [sites === undefined ? { name, attributes: [], children: [] } : { ...rawNode(sites), name }],
  };
  return { stdout: formatEnvelope([object]) };
}

/** The node with every password in its stored form. */
function encrypt(node: OutputNode): OutputNode {
  return {
    ...node,
    attributes: node.attributes.map(([name, value]) => [name, name === "password" ? encodePassword(value) : value]),
    children: node.children.map(encrypt),
  };
}

function sectionNode(section: PoolSection, effective: boolean, rules: Rules): OutputNode {
  const { schema, element } = section;
  if (!effective) return explicitNode(schema, element, rules);
  const defaults = schema.elements.map((child) =>
    effectiveNode({ schema: child, own: childElement(element, child.name), inherited: undefined }),
  );
  const pools = listPools(section).map((pool) => effectiveNode(pool));
  return { name: schema.name, attributes: [], children: [...pools, ...defaults] };
}
