import { childElements, type TreeElement } from "../document/tree";
import type { OutputNode } from "./node";

/** An element as it is written, for what this program has no schema of. */
export function rawNode(element: TreeElement): OutputNode {
  return {
    name: element.name,
    attributes: element.attributes.map(({ name, value }) => [name, value]),
    children: childElements(element).map(rawNode),
  };
}
