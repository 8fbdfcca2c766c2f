import { insertElement, isBlank, removeElement } from "../document/edit";
import type { TreeElement } from "../document/tree";
import type { ElementSchema } from "../schema/load-schema";
import { childScope, type Scope } from "./scope";

/** A place in the working copy for operations, whether or not an element exists there yet. */
export interface Place extends Scope {
  readonly parent: Place | undefined;
  /** An entry of a collection; such an element is kept when it loses its last attribute. */
  readonly isEntry: boolean;
  own: TreeElement | undefined;
}

/** The place of the whole section. */
export function sectionPlace(schema: ElementSchema, element: TreeElement): Place {
  return { schema, own: element, inherited: undefined, parent: undefined, isEntry: false };
}

/** The place of a fixed child element. */
export function childPlace(parent: Place, schema: ElementSchema): Place {
  return { ...childScope(parent, schema), parent, isEntry: false };
}

/** The element of a place; it and its parents are created first if they are missing. */
export function ensureElement(place: Place): TreeElement {
  if (place.own !== undefined) return place.own;
  if (place.parent === undefined) throw new Error(`${place.schema.name}: a place without element and parent`);
  place.own = insertElement(ensureElement(place.parent), place.schema.name, {});
  return place.own;
}

/** Removes the element of a place if an edit has emptied it, and then parents that this empties. */
export function prune(place: Place): void {
  const { own, parent } = place;
  if (own === undefined || parent === undefined || place.isEntry) return;
  if (own.attributes.length > 0 || !isBlank(own)) return;
  removeElement(own);
  place.own = undefined;
  prune(parent);
}
