import { escapeAttribute } from "../../provider/xml/escape";

import type { TreeElement } from "./tree";

/** Sets an attribute; one that already has this value keeps its spelling, a new one goes behind the others. */
export function setAttribute(element: TreeElement, name: string, value: string): void {
  const existing = element.attributes.find((attribute) => attribute.name === name);
  if (existing === undefined) {
    element.attributes.push({ before: " ", name, assign: '="', quote: '"', raw: escapeAttribute(value), value });
  } else if (existing.value !== value) {
    existing.raw = existing.quote === "'" ? escapeAttribute(value).replaceAll("'", "&apos;") : escapeAttribute(value);
    existing.value = value;
  }
}

/** Removes an attribute with the blanks before it; false when the element does not have it. */
export function removeAttribute(element: TreeElement, name: string): boolean {
  const index = element.attributes.findIndex((attribute) => attribute.name === name);
  if (index < 0) return false;
  element.attributes.splice(index, 1);
  return true;
}
