import type { Settings } from "../schema/setting-value";
import type { XmlNode } from "../xml/xml-node";
import type { ListedSection } from "./listed-pool";
import { findDocument, readElements } from "./parse-document";
import { indexPools, onlyNamed, required } from "./parse-elements";
import { unreadable } from "./parse-error";
import type { Reader, Reading } from "./parse-reader";
import { ScalarReader } from "./parse-scalar";
import { parseSettings } from "./parse-settings";
import { SiblingSteps, Unknowns } from "./parse-unknown";

const what = "list config";

/**
 * The section in the output of `list config`, with or without `/xml`.
 *
 * @throws IisError `UNREADABLE_OUTPUT` for an answer that is empty, cut off, damaged, or no applicationPools section
 */
export function parseSection(output: string, reading: Reading): ListedSection {
  const document = findDocument(output, what, "system.applicationHost");
  const isRaw = document.form === "raw";
  const elements = readElements(document, what, (element) => element);
  const holder = onlyNamed(elements, isRaw ? "system.applicationHost" : "CONFIG", what);
  const name = isRaw ? "applicationPools" : "system.applicationHost-applicationPools";
  return readSection(onlyNamed(holder.children, name, what), reading);
}

function readSection(section: XmlNode, reading: Reading): ListedSection {
  const unknowns = new Unknowns();
  const reader: Reader = { reading, what, scalars: new ScalarReader(), unknowns };
  const pools: (readonly [name: string, Settings])[] = [];
  const defaults: Settings[] = [];
  const steps = new SiblingSteps();
  for (const { name, value } of section.attributes) unknowns.add(name, value);
  for (const child of section.children) {
    const step = steps.next(child);
    if (child.name === "add") {
      const name = required(child, "name", what);
      pools.push([name, parseSettings(child, reader, `[name='${name}']`)]);
    } else if (child.name === "applicationPoolDefaults") {
      defaults.push(parseSettings(child, reader, child.name));
    } else {
      unknowns.addElement(child, step);
    }
  }
  if (defaults.length > 1) throw unreadable(what, "holds <applicationPoolDefaults> twice");
  const unknown = unknowns.get();
  return { pools: indexPools(pools, what), defaults: defaults[0] ?? {}, ...(unknown && { unknown }) };
}
