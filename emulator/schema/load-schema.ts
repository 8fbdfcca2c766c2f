import { attributeValue, parseXml, type XmlElement } from "../../provider/xml/parse";

/** What IIS knows of one attribute. */
export interface AttributeSchema {
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

/** What IIS knows of one element: a fixed one, or an entry of a collection. */
export interface ElementSchema {
  readonly name: string;
  readonly attributes: readonly AttributeSchema[];
  readonly elements: readonly ElementSchema[];
  readonly collection: CollectionSchema | undefined;
}

/** A collection and the elements by which a deeper level leaves out what it inherits. */
export interface CollectionSchema {
  readonly entry: ElementSchema;
  readonly removeElement: string | undefined;
  readonly clearElement: string | undefined;
  /** Name of the element beside the entries from which they inherit. */
  readonly defaultElement: string | undefined;
}

/** Reads the text of a schema file in the sectionSchema format of IIS. */
export function loadSchema(text: string): ElementSchema {
  const root = parseXml(text);
  const section = root.children.find(({ name }) => name === "sectionSchema") ?? root;
  return toElement(section, attributeValue(section, "name") ?? "");
}

function toElement(source: XmlElement, name: string): ElementSchema {
  const collection = source.children.find((child) => child.name === "collection");
  return {
    name,
    attributes: source.children.filter((child) => child.name === "attribute").map(toAttribute),
    elements: source.children
      .filter((child) => child.name === "element")
      .map((child) => toElement(child, attributeValue(child, "name") ?? "")),
    collection: collection && {
      entry: toElement(collection, attributeValue(collection, "addElement") ?? "add"),
      removeElement: attributeValue(collection, "removeElement"),
      clearElement: attributeValue(collection, "clearElement"),
      defaultElement: attributeValue(collection, "defaultElement"),
    },
  };
}

function toAttribute(source: XmlElement): AttributeSchema {
  const isSet = (name: string): boolean => attributeValue(source, name) === "true";
  return {
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
