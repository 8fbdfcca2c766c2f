import type { TreeDocument, TreeElement } from "./tree";

/** Joins a tree into text again; of an unchanged tree this is the text it was read from. */
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
