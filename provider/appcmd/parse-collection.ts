import type { Attribute } from "../schema/attribute";
import type { AttributeValue } from "../schema/codecs";
import { keyPath } from "../schema/key-path";
import { attributeValue, type XmlNode } from "../xml/xml-node";
import { unreadable } from "./parse-error";
import type { Reader } from "./parse-reader";
import { SiblingSteps, type Unknowns } from "./parse-unknown";

/** The attributes of each tag in a list and in a map: of entries, and of what takes inherited ones away. */
const tagsOf: Readonly<Record<"list" | "map", ReadonlyMap<string, readonly string[]>>> = {
  list: new Map([
    ["add", ["value"]],
    ["remove", ["value"]],
    ["clear", []],
  ]),
  map: new Map([
    ["add", ["name", "value"]],
    ["remove", ["name"]],
    ["clear", []],
  ]),
};

/**
 * The entries of a list or map; undefined where the element says nothing of it. What is not known goes to
 * `reader.unknowns` under the path of the element.
 *
 * @throws IisError `UNREADABLE_OUTPUT` for an entry without its value, and for a name that is there twice
 */
export function parseCollection(
  element: XmlNode,
  collection: Attribute,
  path: string,
  { reading, what, unknowns }: Reader,
): AttributeValue | undefined {
  // Without inheritance an element that holds nothing, not even a <clear />, says nothing.
  if (element.children.length === 0) return reading === "explicit" ? undefined : collect(collection, [], what);
  const kind = collection.codec.shape === "map" ? "map" : "list";
  const steps = new SiblingSteps();
  for (const tag of element.children) keepUnknown(tag, tagsOf[kind], keyPath(path, steps.next(tag)), unknowns);
  const entries = element.children.filter(({ name }) => name === "add");
  return collect(collection, entries, what);
}

function keepUnknown(
  tag: XmlNode,
  tags: ReadonlyMap<string, readonly string[]>,
  path: string,
  unknowns: Unknowns,
): void {
  const known = tags.get(tag.name);
  if (known === undefined) {
    unknowns.addElement(tag, path);
    return;
  }
  for (const { name, value } of tag.attributes) if (!known.includes(name)) unknowns.add(keyPath(path, name), value);
  unknowns.addElements(tag.children, path);
}

function collect(collection: Attribute, entries: readonly XmlNode[], what: string): AttributeValue {
  const required = (entry: XmlNode, name: string): string => {
    const value = attributeValue(entry, name);
    if (value === undefined) throw unreadable(what, `holds an entry of ${collection.path} without its ${name}`);
    return value;
  };
  const { fromItems } = collection.codec;
  if (fromItems) return fromItems(entries.map((entry) => required(entry, "value")));
  const texts = new Map(entries.map((entry) => [required(entry, "name"), required(entry, "value")]));
  if (texts.size < entries.length) throw unreadable(what, `holds one name of ${collection.path} twice`);
  return Object.fromEntries(texts);
}
