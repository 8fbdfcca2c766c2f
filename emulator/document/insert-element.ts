import { setAttribute } from "./edit-attribute";
import { childLineStart, lineStart, toggleTail } from "./layout";
import { childElements, type TreeElement } from "./tree";

/**
 * Inserts a new, self-closing child and answers it. It is laid out like its neighbours: on a line of its own where they
 * are, in the file's line ends and steps. `where` names the child in front of which or behind which it goes; without it
 * the new one goes behind the last child.
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
 * Turns `<x />` into `<x>…</x>`. So that the way back (remove-element.ts) knows what was there, the one blank before `/>`
 * goes away, and comes where there was none; and an element that was open but empty gets a blank in its end tag.
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
  // A comment behind the last child, on its line, stays with that child.
  const comments =
    follower?.kind === "text" ? (/^(?:[ \t]*<!--(?:(?!-->)[^\r\n])*-->)+/.exec(follower.raw)?.[0] ?? "") : "";
  const nodes = [{ kind: "text" as const, raw: comments + start }, child];
  if (follower?.kind === "text") follower.raw = follower.raw.slice(comments.length);
  parent.content.splice(index, 0, ...nodes);
}

/** An open element with blanks or comments only: they stay as they are, and the way back finds them. */
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
