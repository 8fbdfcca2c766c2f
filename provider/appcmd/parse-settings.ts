import { appPoolAttributes } from "../schema/app-pool-attributes";
import { keyPath } from "../schema/key-path";
import type { Settings, SettingValue } from "../schema/setting-value";
import type { XmlNode } from "../xml/xml-node";
import { parseCollection } from "./parse-collection";
import { unreadable } from "./parse-error";
import type { Reader } from "./parse-reader";
import { poolShape, type Shape } from "./parse-shape";
import { SiblingSteps } from "./parse-unknown";

export type { Reading } from "./parse-reader";

/** The values by their attribute's place in the schema's table: a pool is read in one pass, in any order. */
type Values = (SettingValue | undefined)[];

/**
 * The settings of an `<add>` or `<applicationPoolDefaults>` element: what it holds and nothing else, in the schema's
 * order, secrets wrapped. What is not known goes to `reader.unknowns` under `path`.
 *
 * @param path where the element is, for what is not known; `""` where that is clear
 * @throws IisError `UNREADABLE_OUTPUT` for an element or entry that is there twice, and for an entry without its value
 */
export function parseSettings(pool: XmlNode, reader: Reader, path = ""): Settings {
  const values: Values = [];
  readElement(pool, poolShape, path, reader, values);
  const settings: Record<string, SettingValue> = {};
  for (const [index, attribute] of appPoolAttributes.entries()) {
    const value = values[index];
    if (value !== undefined && attribute.path !== "name") settings[attribute.path] = value;
  }
  return settings;
}

function readElement(element: XmlNode, shape: Shape, path: string, reader: Reader, values: Values): void {
  for (const { name, value } of element.attributes) {
    const place = shape.attributes.get(name);
    if (place === undefined) reader.unknowns.add(keyPath(path, name), value);
    else values[place.index] = reader.scalars.read(place, value);
  }
  if (shape.collection === undefined) readChildren(element, shape, path, reader, values);
  else values[shape.collection.index] = parseCollection(element, shape.collection.attribute, path, reader);
}

function readChildren(element: XmlNode, shape: Shape, path: string, reader: Reader, values: Values): void {
  const seen: Shape[] = [];
  const steps = new SiblingSteps();
  for (const child of element.children) {
    const known = shape.children.get(child.name);
    if (known === undefined) {
      reader.unknowns.addElement(child, keyPath(path, steps.next(child)));
      continue;
    }
    if (seen.includes(known)) throw unreadable(reader.what, `holds the <${child.name}> of one pool twice`);
    seen.push(known);
    readElement(child, known, keyPath(path, child.name), reader, values);
  }
}
