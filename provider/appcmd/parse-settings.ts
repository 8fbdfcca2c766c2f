import { appPoolAttributes } from "../schema/app-pool-attributes";
import type { Attribute } from "../schema/attribute";
import { type AttributeValue, parseText, parseValue } from "../schema/codecs";
import { protectSettings, type Settings } from "../schema/setting-value";
import { attributeValue, type XmlElement } from "../xml/parse";

function descend(element: XmlElement, steps: readonly string[]): XmlElement | undefined {
  return steps.reduce<XmlElement | undefined>((at, step) => at?.children.find((child) => child.name === step), element);
}

function readCollection(attribute: Attribute, element: XmlElement): AttributeValue {
  const items = element.children.filter((child) => child.name === "add");
  if (attribute.kind === "map") {
    return Object.fromEntries(
      items.map((item) => [attributeValue(item, "name") ?? "", attributeValue(item, "value") ?? ""]),
    );
  }
  const texts = items.map((item) => attributeValue(item, "value") ?? "");
  try {
    return parseValue(attribute, texts);
  } catch {
    // A file edited by hand can hold what no one may declare: shown as it stands, equal to nothing declared.
    return texts;
  }
}

/** `effective`: inherited values included, as of `/config:*`. `explicit`: only what is written there, as of `/config`. */
export type Reading = "effective" | "explicit";

function readAttribute(attribute: Attribute, pool: XmlElement, reading: Reading): AttributeValue | undefined {
  const steps = attribute.path.split(".");
  if (attribute.kind !== "scalar") {
    const element = descend(pool, steps);
    // Without inheritance an element that holds nothing, not even a <clear />, says nothing.
    if (element === undefined || (reading === "explicit" && element.children.length === 0)) return undefined;
    return readCollection(attribute, element);
  }
  const element = descend(pool, steps.slice(0, -1));
  const text = element === undefined ? undefined : attributeValue(element, steps.at(-1) ?? "");
  return text === undefined ? undefined : parseText(attribute, text);
}

/** The settings of an `<add>` or `<applicationPoolDefaults>` element: what it holds and nothing else, secrets wrapped. */
export function parseSettings(pool: XmlElement, reading: Reading): Settings {
  const settings: Record<string, AttributeValue> = {};
  for (const attribute of appPoolAttributes) {
    if (attribute.path === "name") continue;
    const value = readAttribute(attribute, pool, reading);
    if (value !== undefined) settings[attribute.path] = value;
  }
  return protectSettings(settings);
}
