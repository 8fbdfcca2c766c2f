import type { Settings } from "../schema/setting-value";
import type { XmlElement } from "../xml/parse";
import type { ListedSection } from "./listed-pool";
import { parseDocument } from "./parse-document";
import { indexPools, onlyNamed, required } from "./parse-elements";
import { unreadable } from "./parse-error";
import type { Reader, Reading } from "./parse-reader";
import { parseSettings } from "./parse-settings";
import { SiblingSteps, Unknowns } from "./parse-unknown";

const what = "list config";

/**
 * The section in the output of `list config`, with or without `/xml`.
 *
 * @throws IisError `UNREADABLE_OUTPUT` for an answer that is empty, cut off, damaged, or no applicationPools section
 */
export function parseSection(output: string, reading: Reading): ListedSection {
  const { form, elements } = parseDocument(output, what, "system.applicationHost");
  const isRaw = form === "raw";
  const holder = onlyNamed(elements, isRaw ? "system.applicationHost" : "CONFIG", what);
  const name = isRaw ? "applicationPools" : "system.applicationHost-applicationPools";
  return readSection(onlyNamed(holder.children, name, what), reading);
}

function readSection(section: XmlElement, reading: Reading): ListedSection {
  const unknowns = new Unknowns();
  const reader: Reader = { reading, what, unknowns };
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
