import type { PoolSection } from "../config/load-config";
import { listPools } from "../config/pools";
import { childElement } from "../document/tree";
import { effectiveNode, explicitNode } from "../output/config-node";
import { formatEnvelope, formatNode, type OutputNode } from "../output/node";
import { appHost } from "./commit-edit";
import { type Answer, type Context, openPools } from "./context";
import { checkSection, poolSectionName } from "./section-argument";

/** `list config`: the section of the pools, what is written in it or, with `/config:*`, what is in force. */
export function listConfig(context: Context): Answer {
  checkSection(context);
  const { xml, config } = context.args;
  const { section } = openPools(context);
  const content = (name: string): OutputNode => ({ ...sectionNode(section, config === "effective"), name });
  if (!xml) {
    const group = { name: "system.applicationHost", attributes: [], children: [content("applicationPools")] };
    return { stdout: `${formatNode(group, "  ")}\r\n` };
  }
  const lock = [
    ["overrideMode", "Inherit"],
    ["locked", "false"],
  ] as const;
  const object: OutputNode = {
    name: "CONFIG",
    attributes: [["CONFIG.SECTION", poolSectionName], ["path", appHost], ...lock],
    children: config === undefined ? [] : [content(poolSectionName.replace("/", "-"))],
  };
  return { stdout: formatEnvelope([object]) };
}

function sectionNode(section: PoolSection, effective: boolean): OutputNode {
  const { schema, element } = section;
  if (!effective) return explicitNode(schema, element);
  const defaults = schema.elements.map((child) =>
    effectiveNode({ schema: child, own: childElement(element, child.name), inherited: undefined }),
  );
  const pools = listPools(section).map((pool) => effectiveNode(pool));
  return { name: schema.name, attributes: [], children: [...pools, ...defaults] };
}
