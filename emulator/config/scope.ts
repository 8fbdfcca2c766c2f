import { insertElement, isBlank, removeElement } from "../document/edit";
import { childElement, treeAttribute, type TreeElement } from "../document/tree";
import type { AttributeSchema, ElementSchema } from "../schema/load-schema";
import { decodePassword, normalizeValue } from "../value/normalize";

/** An element as IIS sees it: its own values, and those that it inherits from applicationPoolDefaults. */
export interface Scope {
  readonly schema: ElementSchema;
  readonly own: TreeElement | undefined;
  readonly inherited: TreeElement | undefined;
}

/** One effective entry of a collection, with its place. */
export interface Entry {
  /** Value of the unique key in the form in which IIS compares it. */
  readonly key: string;
  /** Print forms by attribute name. */
  readonly values: () => ReadonlyMap<string, string>;
  readonly own: TreeElement | undefined;
}

/** The child of a scope, with inheritance. */
export function childScope(scope: Scope, schema: ElementSchema): Scope {
  return {
    schema,
    own: scope.own && childElement(scope.own, schema.name),
    inherited: scope.inherited && childElement(scope.inherited, schema.name),
  };
}

/** The effective value in print form: own, inherited, default of the schema, or empty. */
export function effectiveValue(scope: Scope, schema: AttributeSchema): string {
  const inherited = schema.isUniqueKey ? undefined : scope.inherited;
  return (
    explicitValue(scope.own, schema) ??
    explicitValue(inherited, schema) ??
    (schema.defaultValue === undefined ? "" : printForm(schema, schema.defaultValue))
  );
}

/** The value that is written at an element, in print form. */
export function explicitValue(element: TreeElement | undefined, schema: AttributeSchema): string | undefined {
  const stored = element && treeAttribute(element, schema.name);
  return stored === undefined ? undefined : printForm(schema, stored);
}

/** The effective entries of a collection, in order: inherited ones, then its own. */
export function effectiveEntries(scope: Scope): Entry[] {
  return [...entriesByKey(scope).values()];
}

/** The effective entries of a place by their keys, which are read once until the collection is edited. */
export function entriesOf(place: Place): ReadonlyMap<string, Entry> {
  return (place.entries ??= entriesByKey(place));
}

/** Has the entries of a place read again, because an edit may have changed which there are. */
export function entriesEdited(place: Place): void {
  place.entries = undefined;
}

function entriesByKey({ schema, own, inherited }: Scope): Map<string, Entry> {
  const { collection } = schema;
  const entries = new Map<string, Entry>();
  if (collection === undefined) return entries;
  const key = uniqueKey(collection.entry);
  for (const element of sources(schema, own, inherited)) {
    for (const child of element?.content ?? []) {
      if (child.kind !== "element") continue;
      if (child.name === collection.clearElement) entries.clear();
      const value = comparable(key, explicitValue(child, key) ?? "");
      if (child.name === collection.removeElement) entries.delete(value);
      if (child.name !== collection.entry.name) continue;
      entries.delete(value);
      const values = (): Map<string, string> => entryValues(collection.entry, child);
      entries.set(value, { key: value, values, own: element === own ? child : undefined });
    }
  }
  return entries;
}

/** The element from which every entry of a collection inherits: applicationPoolDefaults for the pools. */
export function collectionDefaults({ schema, own }: Scope): TreeElement | undefined {
  const name = schema.collection?.defaultElement;
  return name === undefined || own === undefined ? undefined : childElement(own, name);
}

/** The elements whose entries are effective. */
function sources(schema: ElementSchema, own: TreeElement | undefined, inherited: TreeElement | undefined) {
  if (schema.name !== "environmentVariables") return [inherited, own];
  const rule = schema.collection?.rules("inherited-environment-variables");
  return rule === "never" ? [own] : rule === "own-or-inherited" && own !== undefined ? [own] : [inherited, own];
}

/** A value in the form in which IIS compares it: the unique keys of collections ignore letter case. */
export function comparable(schema: AttributeSchema, value: string): string {
  const isExact = schema.caseSensitive || !schema.isUniqueKey || schema.rules("key-case") === "respected";
  return isExact ? value : value.toLowerCase();
}

/** The attribute that identifies the entries of a collection. */
export function uniqueKey(entry: ElementSchema): AttributeSchema {
  const key = entry.attributes.find(({ isUniqueKey }) => isUniqueKey);
  if (key === undefined) throw new Error(`the schema of ${entry.name} has no unique key`);
  return key;
}

function entryValues(schema: ElementSchema, element: TreeElement): Map<string, string> {
  return new Map(
    schema.attributes.flatMap((attribute) => {
      const value = explicitValue(element, attribute);
      return value === undefined ? [] : [[attribute.name, value] as const];
    }),
  );
}

function printForm(schema: AttributeSchema, stored: string): string {
  if (schema.encrypted) return decodePassword(stored);
  const normalized = normalizeValue(schema, stored);
  return "value" in normalized ? normalized.value : stored;
}

/** A place in the working copy for operations, whether or not an element exists there yet. */
export interface Place extends Scope {
  readonly parent: Place | undefined;
  /** An entry of a collection; such an element is kept when it loses its last attribute. */
  readonly isEntry: boolean;
  own: TreeElement | undefined;
  /** What `entriesOf` has read. */
  entries?: ReadonlyMap<string, Entry> | undefined;
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
