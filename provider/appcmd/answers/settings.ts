import { Secret, withoutEmptyCipher } from "../../secret";
import { appPoolAttributes } from "../../settings/app-pool-attributes";
import type { Attribute } from "../../settings/codecs/codec";
import { type AttributeValue, parseText } from "../../settings/codecs/codecs";
import { keyPath } from "../../settings/key-path";
import type { Settings, SettingValue } from "../../settings/value";
import { attributeValue, type XmlNode } from "../../xml/parse";
import { SiblingSteps, type Unknowns, unreadable } from "./document";

/** An attribute and its place in {@link appPoolAttributes}. */
export interface KnownAttribute {
  readonly attribute: Attribute;
  readonly index: number;
}

/** What this package knows of an element inside a pool: its possible contents, by name. */
export interface Shape {
  readonly attributes: ReadonlyMap<string, KnownAttribute>;
  readonly children: ReadonlyMap<string, Shape>;
  /** The list or map that the element is. */
  readonly collection: KnownAttribute | undefined;
}

interface Growing {
  readonly attributes: Map<string, KnownAttribute>;
  readonly children: Map<string, Growing>;
  collection: KnownAttribute | undefined;
}

function grow(): Growing {
  return { attributes: new Map(), children: new Map(), collection: undefined };
}

function childOf(shape: Growing, name: string): Growing {
  const child = shape.children.get(name) ?? grow();
  shape.children.set(name, child);
  return child;
}

function shapeOf(attributes: readonly Attribute[]): Shape {
  const root = grow();
  for (const [index, attribute] of attributes.entries()) {
    const steps = attribute.path.split(".");
    const last = attribute.codec.shape === "scalar" ? steps.pop() : undefined;
    const element = steps.reduce(childOf, root);
    if (last === undefined) element.collection = { attribute, index };
    else element.attributes.set(last, { attribute, index });
  }
  return root;
}

/** The schema's table as a tree, so that each attribute of an answer is looked up once. */
export const poolShape: Shape = shapeOf(appPoolAttributes);

/**
 * Reads the scalars of one answer. It caches the last text of each attribute with its value, because most pools of a
 * host have the same values; secrets are not cached.
 */
export class ScalarReader {
  readonly #last: ({ readonly text: string; readonly value: SettingValue } | undefined)[] = [];

  /** The value of an attribute's text. */
  read({ attribute, index }: KnownAttribute, text: string): SettingValue {
    if (attribute.secret === true) return new Secret(withoutEmptyCipher(text));
    const last = this.#last[index];
    if (last?.text === text) return last.value;
    const value = parseText(attribute, text);
    this.#last[index] = { text, value };
    return value;
  }
}

/**
 * `effective`: with inherited values, as printed with `/config:*`. `explicit`: only written values, as printed with
 * `/config`.
 */
export type Reading = "effective" | "explicit";

/** The context for reading the parts of an answer. */
export interface Reader {
  readonly reading: Reading;
  /** The command, for errors. */
  readonly what: string;
  /** One for the whole answer. */
  readonly scalars: ScalarReader;
  /** Collects unknown texts. */
  readonly unknowns: Unknowns;
}

/** The attributes of each tag in a list and in a map: of entries, and of tags that remove inherited ones. */
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
 * The entries of a list or map; undefined if the element declares none. Unknown texts are added to `reader.unknowns`
 * under the path of the element.
 *
 * @throws IisError `UNREADABLE_OUTPUT` for an entry without its value, and for a name that occurs twice
 */
export function parseCollection(
  element: XmlNode,
  collection: Attribute,
  path: string,
  { reading, what, unknowns }: Reader,
): AttributeValue | undefined {
  // Without inheritance an empty element, without a <clear />, declares nothing.
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
    if (value === undefined) throw unreadable(what, `contains an entry of ${collection.path} without its ${name}`);
    return value;
  };
  const { fromItems } = collection.codec;
  if (fromItems) return fromItems(entries.map((entry) => required(entry, "value")));
  const texts = new Map(entries.map((entry) => [required(entry, "name"), required(entry, "value")]));
  if (texts.size < entries.length) throw unreadable(what, `contains one name of ${collection.path} twice`);
  return Object.fromEntries(texts);
}

/** The values by their attribute's place in the schema's table: a pool is read in one pass, in any order. */
type Values = (SettingValue | undefined)[];

/**
 * The settings of an `<add>` or `<applicationPoolDefaults>` element: only its own values, in the schema's order, with
 * secrets wrapped. Unknown texts are added to `reader.unknowns` under `path`.
 *
 * @param path the place of the element, for unknown texts; `""` if it is obvious
 * @throws IisError `UNREADABLE_OUTPUT` for an element or entry that occurs twice, and for an entry without its value
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
    if (seen.includes(known)) throw unreadable(reader.what, `contains the <${child.name}> of one pool twice`);
    seen.push(known);
    readElement(child, known, keyPath(path, child.name), reader, values);
  }
}
