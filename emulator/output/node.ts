import { escapeAttribute } from "../../provider/xml/escape";

/** One element of an output, before it is decided how to lay it out. */
export interface OutputNode {
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly children: readonly OutputNode[];
  /** Two tags even without children, as collections are written. */
  readonly twoTags?: boolean;
}

/** Writes an element with its children on lines of their own, each deeper by `step`; without `step` all on one line. */
export function formatNode(node: OutputNode, step: string | undefined, depth = 0): string {
  const attributes = node.attributes.map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`).join("");
  const start = indent(step, depth) + `<${node.name}${attributes}`;
  if (node.children.length === 0) return node.twoTags === true ? `${start}></${node.name}>` : `${start} />`;
  const lineEnd = step === undefined ? "" : "\r\n";
  const children = node.children.map((child) => lineEnd + formatNode(child, step, depth + 1)).join("");
  return `${start}>${children}${lineEnd}${indent(step, depth)}</${node.name}>`;
}

/** The envelope of `/xml` round any number of objects. */
export function formatEnvelope(objects: readonly OutputNode[]): string {
  const lines = objects.map((object) => `${formatNode(object, "    ", 1)}\r\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>\r\n<appcmd>\r\n${lines.join("")}</appcmd>\r\n`;
}

function indent(step: string | undefined, depth: number): string {
  return step === undefined ? "" : step.repeat(depth);
}
