import { escapeAttribute } from "../../provider/xml/escape";
import { childElements, type TreeElement, type TreeText } from "./tree";

const ownLine = /(\r\n|\n|\r)[ \t]*$/;

/** The line end and blanks that put an element on a separate line; undefined if it shares its line. */
export function lineStart(element: TreeElement): string | undefined {
  const before = element.parent === undefined ? undefined : nodeBefore(element.parent, element);
  return before?.kind === "text" ? ownLine.exec(before.raw)?.[0] : undefined;
}

/** The line start for a first child of an element: one step deeper than the element, with the file's indentation. */
export function childLineStart(element: TreeElement): string | undefined {
  const own = element.parent === undefined ? rootLineStart(element) : lineStart(element);
  if (own === undefined) return undefined;
  return own + step(own, element.parent);
}

/** Whether there are only blanks between the tags. */
export function isBlank(element: TreeElement): boolean {
  return element.content.every((node) => node.kind === "text" && node.raw.trim() === "");
}

/** The blanks before `/>` that replace those before `>` when the element is opened, and vice versa. */
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

/** The root has no parent: the line end of its first inner line is used. */
function rootLineStart(root: TreeElement): string | undefined {
  const first = root.content.find((node) => node.kind === "text");
  return first === undefined ? undefined : /\r\n|\n|\r/.exec(first.raw)?.[0];
}

/** Sets an attribute; one that already has this value keeps its spelling, a new one is added at the end. */
export function setAttribute(element: TreeElement, name: string, value: string): void {
  const existing = element.attributes.find((attribute) => attribute.name === name);
  if (existing === undefined) {
    element.attributes.push({ before: " ", name, assign: '="', quote: '"', raw: escapeAttribute(value), value });
  } else if (existing.value !== value) {
    existing.raw = existing.quote === "'" ? escapeAttribute(value).replaceAll("'", "&apos;") : escapeAttribute(value);
    existing.value = value;
  }
}

/** Removes an attribute with the blanks before it; false if the element does not have it. */
export function removeAttribute(element: TreeElement, name: string): boolean {
  const index = element.attributes.findIndex((attribute) => attribute.name === name);
  if (index < 0) return false;
  element.attributes.splice(index, 1);
  return true;
}

/**
 * Inserts a new, self-closing child and returns it. It has the layout of its neighbours: a separate line if they have
 * one, with the file's line ends and indentation. `where` names the child before or after which it is inserted.
 * Default: after the last child.
 */
export function insertElement(
  parent: TreeElement,
  name: string,
  attributes: Readonly<Record<string, string>>,
  where: { readonly before?: TreeElement | undefined; readonly after?: TreeElement | undefined } = {},
): TreeElement {
  const child: TreeElement = {
    kind: "element",
    name,
    attributes: [],
    tail: " ",
    selfClosing: true,
    content: [],
    endTag: "",
    parent,
    line: 0,
  };
  for (const [key, value] of Object.entries(attributes)) setAttribute(child, key, value);
  const last = where.after ?? childElements(parent).at(-1);
  if (where.before !== undefined) insertBefore(parent, child, where.before);
  else if (last !== undefined) insertAfter(parent, child, last);
  else if (parent.content.length === 0) open(parent, child);
  else insertInto(parent, child);
  return child;
}

/**
 * Turns `<x />` into `<x>…</x>`. The spelling records what was there for the way back (remove-element.ts): one blank
 * before `/>` is removed, or added if there was none. An element that was open but empty gets a blank in its end tag.
 */
function open(parent: TreeElement, child: TreeElement): void {
  const inner = childLineStart(parent);
  const outer = parent.parent === undefined ? inner : lineStart(parent);
  if (parent.selfClosing) {
    parent.selfClosing = false;
    parent.tail = toggleTail(parent.tail);
    parent.endTag = `</${parent.name}>`;
  } else {
    parent.endTag = `</${parent.name} >`;
  }
  if (inner === undefined || outer === undefined) parent.content.push(child);
  else parent.content.push({ kind: "text", raw: inner }, child, { kind: "text", raw: outer });
}

function insertBefore(parent: TreeElement, child: TreeElement, next: TreeElement): void {
  const start = lineStart(next);
  const nodes = start === undefined ? [child] : [child, { kind: "text" as const, raw: start }];
  parent.content.splice(parent.content.indexOf(next), 0, ...nodes);
}

function insertAfter(parent: TreeElement, child: TreeElement, last: TreeElement): void {
  const start = lineStart(last);
  const index = parent.content.indexOf(last) + 1;
  if (start === undefined) {
    parent.content.splice(index, 0, child);
    return;
  }
  const follower = parent.content[index];
  // A comment on the line of the last child stays with that child.
  const comments =
    follower?.kind === "text" ? (/^(?:[ \t]*<!--(?:(?!-->)[^\r\n])*-->)+/.exec(follower.raw)?.[0] ?? "") : "";
  const nodes = [{ kind: "text" as const, raw: comments + start }, child];
  if (follower?.kind === "text") follower.raw = follower.raw.slice(comments.length);
  parent.content.splice(index, 0, ...nodes);
}

/** An open element with only blanks or comments: they are unchanged, and the way back finds them. */
function insertInto(parent: TreeElement, child: TreeElement): void {
  const text = parent.content[0];
  if (text?.kind !== "text" || text.raw.trim() === "") {
    parent.content.unshift(child);
    return;
  }
  const end = /(?:\r\n|\n|\r)[ \t]*$/.exec(text.raw)?.[0] ?? "";
  const start = end === "" ? "" : (childLineStart(parent) ?? "");
  text.raw = text.raw.slice(0, text.raw.length - end.length);
  parent.content.push({ kind: "text", raw: start }, child, { kind: "text", raw: end });
}

/**
 * Removes an element together with its line. A parent without content becomes self-closing again, as it was before
 * insert-element.ts opened it; one that was open before keeps its two tags.
 */
export function removeElement(element: TreeElement): void {
  const { parent } = element;
  if (parent === undefined) return;
  const index = parent.content.indexOf(element);
  const before = parent.content[index - 1];
  const hadLine = before?.kind === "text" && /[\r\n][ \t]*$/.test(before.raw);
  if (hadLine) before.raw = before.raw.replace(/(?:\r\n|\n|\r)[ \t]*$/, "");
  parent.content.splice(index, 1);
  if (isBlank(parent) && (hadLine || parent.content.length === 0)) restoreEmpty(parent);
}

function restoreEmpty(element: TreeElement): void {
  element.content.length = 0;
  if (element.endTag.endsWith(" >")) {
    element.endTag = `</${element.name}>`;
    return;
  }
  element.selfClosing = true;
  element.endTag = "";
  element.tail = toggleTail(element.tail);
}
