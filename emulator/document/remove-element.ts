import { isBlank, toggleTail } from "./layout";
import type { TreeElement } from "./tree";

/**
 * Removes an element together with its line. A parent that this leaves without content is closed in itself again, as it
 * was before insert-element.ts opened it; one that was open all along keeps its two tags.
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
