import { parseXml, type XmlElement } from "../../provider/xml/parse";

/** One attribute in its original pieces; `raw` is the text between the quotes, `value` its meaning. */
export interface TreeAttribute {
  /** Blanks before the name. */
  readonly before: string;
  readonly name: string;
  /** From the end of the name to the opening quote, both included. */
  readonly assign: string;
  readonly quote: string;
  raw: string;
  value: string;
}

/** Anything between elements: blanks, comments, text, CDATA. */
export interface TreeText {
  readonly kind: "text";
  raw: string;
}

/** One element that can be changed in place and written back with every other byte unchanged. */
export interface TreeElement {
  readonly kind: "element";
  readonly name: string;
  readonly attributes: TreeAttribute[];
  /** Blanks between the last attribute and the `>` or `/>` of the start tag. */
  tail: string;
  selfClosing: boolean;
  readonly content: (TreeText | TreeElement)[];
  endTag: string;
  readonly parent: TreeElement | undefined;
  /** Line in the text, starting at 1; 0 for an element that this program inserted. */
  readonly line: number;
}

/** A whole document, with the text before and after the root element. */
export interface TreeDocument {
  readonly before: string;
  readonly root: TreeElement;
  readonly after: string;
}

/**
 * Reads a document into a tree; its pieces, joined, are the original text.
 *
 * @throws XmlError if the text is not well-formed
 */
export function readTree(text: string): TreeDocument {
  const root = parseXml(text);
  return { before: text.slice(0, root.start), root: toTree(text, root, undefined), after: text.slice(root.end) };
}

/** The child elements of an element, in order. */
export function childElements(element: TreeElement): TreeElement[] {
  return element.content.filter((node) => node.kind === "element");
}

/** The first child element of that name. */
export function childElement(element: TreeElement, name: string): TreeElement | undefined {
  return childElements(element).find((child) => child.name === name);
}

/** The value of an attribute by its exact name. */
export function treeAttribute(element: TreeElement, name: string): string | undefined {
  return element.attributes.find((attribute) => attribute.name === name)?.value;
}

function toTree(text: string, source: XmlElement, parent: TreeElement | undefined): TreeElement {
  let cursor = source.start + 1 + source.name.length;
  const attributes = source.attributes.map(({ name, value, start, valueStart, valueEnd, end }) => {
    const before = text.slice(cursor, start);
    const assign = text.slice(start + name.length, valueStart);
    cursor = end;
    return { before, name, assign, quote: text.charAt(valueEnd), raw: text.slice(valueStart, valueEnd), value };
  });
  const element: TreeElement = {
    kind: "element",
    name: source.name,
    attributes,
    tail: text.slice(cursor, source.startTagEnd - (source.selfClosing ? 2 : 1)),
    selfClosing: source.selfClosing,
    content: [],
    endTag: text.slice(source.endTagStart, source.end),
    parent,
    line: source.line,
  };
  let position = source.startTagEnd;
  for (const child of source.children) {
    if (child.start > position) element.content.push({ kind: "text", raw: text.slice(position, child.start) });
    element.content.push(toTree(text, child, element));
    position = child.end;
  }
  if (source.endTagStart > position) {
    element.content.push({ kind: "text", raw: text.slice(position, source.endTagStart) });
  }
  return element;
}

/** Joins a tree into text again; an unchanged tree gives the original text. */
export function serialize(document: TreeDocument): string {
  return document.before + serializeElement(document.root) + document.after;
}

function serializeElement(element: TreeElement): string {
  const attributes = element.attributes
    .map(({ before, name, assign, raw, quote }) => before + name + assign + raw + quote)
    .join("");
  const start = `<${element.name}${attributes}${element.tail}`;
  if (element.selfClosing) return `${start}/>`;
  const content = element.content.map((node) => (node.kind === "text" ? node.raw : serializeElement(node))).join("");
  return `${start}>${content}${element.endTag}`;
}
