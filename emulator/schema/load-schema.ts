import { attributeValue, parseXml, type XmlElement } from "../../provider/xml/parse";
import { defaultRules, type Rules, rulesOf } from "../assume";
import { messageError, win32 } from "../errors";
import type { World } from "../world";

/** The schema of one attribute. */
export interface AttributeSchema {
  /** The assumed behaviours for values without evidence. */
  readonly rules: Rules;
  readonly name: string;
  readonly type: "string" | "bool" | "uint" | "int" | "enum" | "flags" | "timeSpan";
  readonly defaultValue: string | undefined;
  readonly required: boolean;
  readonly isUniqueKey: boolean;
  readonly caseSensitive: boolean;
  readonly encrypted: boolean;
  readonly validationType: string | undefined;
  readonly validationParameter: string | undefined;
  /** Names and numbers of an enum or flags, in schema order. */
  readonly members: readonly { readonly name: string; readonly value: number }[];
}

/** The schema of one element: a fixed one, or an entry of a collection. */
export interface ElementSchema {
  readonly name: string;
  readonly attributes: readonly AttributeSchema[];
  readonly elements: readonly ElementSchema[];
  readonly collection: CollectionSchema | undefined;
}

/** A collection, and the elements with which a deeper level excludes inherited entries. */
export interface CollectionSchema {
  readonly rules: Rules;
  readonly entry: ElementSchema;
  readonly removeElement: string | undefined;
  readonly clearElement: string | undefined;
  /** Name of the element from which the entries inherit. */
  readonly defaultElement: string | undefined;
}

/** Reads the text of a schema file in the sectionSchema format of IIS. */
export function loadSchema(text: string, rules: Rules = defaultRules): ElementSchema {
  const root = parseXml(text);
  const section = root.children.find(({ name }) => name === "sectionSchema") ?? root;
  return toElement(section, attributeValue(section, "name") ?? "", rules);
}

function toElement(source: XmlElement, name: string, rules: Rules): ElementSchema {
  const collection = source.children.find((child) => child.name === "collection");
  return {
    name,
    attributes: source.children.filter((child) => child.name === "attribute").map((child) => toAttribute(child, rules)),
    elements: source.children
      .filter((child) => child.name === "element")
      .map((child) => toElement(child, attributeValue(child, "name") ?? "", rules)),
    collection: collection && {
      rules,
      entry: toElement(collection, attributeValue(collection, "addElement") ?? "add", rules),
      removeElement: attributeValue(collection, "removeElement"),
      clearElement: attributeValue(collection, "clearElement"),
      defaultElement: attributeValue(collection, "defaultElement"),
    },
  };
}

function toAttribute(source: XmlElement, rules: Rules): AttributeSchema {
  const isSet = (name: string): boolean => attributeValue(source, name) === "true";
  return {
    rules,
    name: attributeValue(source, "name") ?? "",
    type: attributeValue(source, "type") as AttributeSchema["type"],
    defaultValue: attributeValue(source, "defaultValue"),
    required: isSet("required"),
    isUniqueKey: isSet("isUniqueKey"),
    caseSensitive: isSet("caseSensitive"),
    encrypted: isSet("encrypted"),
    validationType: attributeValue(source, "validationType"),
    validationParameter: attributeValue(source, "validationParameter"),
    members: source.children.map((member) => ({
      name: attributeValue(member, "name") ?? "",
      value: Number(attributeValue(member, "value")),
    })),
  };
}

/** Versions of IIS whose schema this program has. */
export const iisVersions = ["7.0", "7.5", "8.0", "8.5", "10.0"];

/** IIS 10.0 of client Windows with additional attributes, by its first build. */
const clientVersion = "10.0.22000";

/** Schemas by what they are made of: a process of the tests calls this emulator often. */
const schemas = new Map<Rules, Map<string, ElementSchema>>();

/** The schema that APPCMD_EMULATOR_IIS names; by default the newest. */
export function versionSchema(world: World): ElementSchema {
  const version = world.env["APPCMD_EMULATOR_IIS"] || clientVersion;
  const known = [...iisVersions, clientVersion];
  if (known.includes(version)) return knownSchema(world, world.readSchema(version));
  throw messageError(
    `APPCMD_EMULATOR_IIS is "${version}"; this emulator knows ${known.join(", ")}.`,
    win32.invalidParameter,
  );
}

function knownSchema(world: World, text: string): ElementSchema {
  const rules = rulesOf(world);
  const known = schemas.get(rules) ?? new Map<string, ElementSchema>();
  schemas.set(rules, known);
  const schema = known.get(text) ?? loadSchema(text, rules);
  known.set(text, schema);
  return schema;
}
