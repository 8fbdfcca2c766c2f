import type { TreeElement, TreeText } from "./tree";

const ownLine = /(\r\n|\n|\r)[ \t]*$/;

/** The line end and blanks that put an element on a line of its own, or undefined when it shares its line. */
export function lineStart(element: TreeElement): string | undefined {
  const before = element.parent === undefined ? undefined : nodeBefore(element.parent, element);
  return before?.kind === "text" ? ownLine.exec(before.raw)?.[0] : undefined;
}

/** The line start for a first child of an element: one step deeper than the element, in the steps of the file. */
export function childLineStart(element: TreeElement): string | undefined {
  const own = element.parent === undefined ? rootLineStart(element) : lineStart(element);
  if (own === undefined) return undefined;
  return own + step(own, element.parent);
}

/** Whether nothing but blanks stands between the tags. */
export function isBlank(element: TreeElement): boolean {
  return element.content.every((node) => node.kind === "text" && node.raw.trim() === "");
}

/** The blanks before `/>` as they are written before `>` while the element is open, and the other way round. */
export function toggleTail(tail: string): string {
  return tail === " " ? "" : tail === "" ? " " : tail;
}

function nodeBefore(parent: TreeElement, child: TreeElement): TreeText | TreeElement | undefined {
  return parent.content[parent.content.indexOf(child) - 1];
}

function step(own: string, parent: TreeElement | undefined): string {
  const outer =
    parent === undefined ? undefined : (lineStart(parent) ?? (parent.parent === undefined ? "\n" : undefined));
  const width = (start: string): string => start.replace(/[\r\n]/g, "");
  if (outer === undefined || !width(own).startsWith(width(outer))) return "    ";
  return width(own).slice(width(outer).length) || "    ";
}

/** The root has no parent to ask: the line end of its first inner line serves. */
function rootLineStart(root: TreeElement): string | undefined {
  const first = root.content.find((node) => node.kind === "text");
  return first === undefined ? undefined : /\r\n|\n|\r/.exec(first.raw)?.[0];
}
