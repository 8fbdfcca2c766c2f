import type { Indexer } from "../command-line/parse-path";
import { insertElement, removeElement } from "../document/edit";
import { childElements, type TreeElement } from "../document/tree";
import {
  badValue,
  duplicateEntry,
  malformedIndexer,
  missingAttribute,
  missingEntry,
  unknownAttribute,
} from "../errors";
import type { AttributeSchema, CollectionSchema } from "../schema/load-schema";
import { encodePassword, normalizeValue } from "../value/normalize";
import {
  comparable,
  effectiveEntries,
  ensureElement,
  entriesEdited,
  entriesOf,
  type Entry,
  type Place,
  prune,
  uniqueKey,
} from "./scope";

/** Adds the entry that an indexer describes and returns its element. */
export function addEntry(place: Place, indexer: Indexer): TreeElement {
  const { entry } = collectionOf(place);
  const attributes = checkedValues(place, indexer);
  const entries = entriesOf(place);
  const key = uniqueKey(entry);
  const value = attributes[key.name] ?? "";
  if (entries.has(comparable(key, value))) throw duplicateEntry(key.name, value);
  const parent = ensureElement(place);
  const usual = collectionOf(place).rules("new-entry-position") === "start" ? "start" : undefined;
  const next = neighbour(place, parent, [...entries.values()], indexer.position ?? usual);
  entriesEdited(place);
  return insertElement(parent, entry.name, attributes, next);
}

/** Removes the entry that an indexer selects; an inherited entry is excluded from here on. */
export function removeEntry(place: Place, indexer: Indexer): void {
  const entry = findEntry(place, indexer);
  if (entry.own === undefined) {
    leaveOut(place, entry);
    return;
  }
  entriesEdited(place);
  removeElement(entry.own);
  prune(place);
}

/** Removes all entries, also inherited ones if the schema has an element for that. */
export function clearEntries(place: Place): void {
  const { clearElement } = collectionOf(place);
  entriesEdited(place);
  const inheritsNothing = effectiveEntries({ ...place, own: undefined }).length === 0;
  const children = place.own === undefined ? [] : childElements(place.own);
  const keep = inheritsNothing ? undefined : children.find(({ name }) => name === clearElement);
  for (const child of children) if (child !== keep) removeElement(child);
  if (keep === undefined && !inheritsNothing && clearElement !== undefined) {
    insertElement(ensureElement(place), clearElement, {});
  }
  prune(place);
}

/** Writes an inherited entry at the heir, so that it can be changed there, and returns the element. */
export function overrideEntry(place: Place, entry: Entry): TreeElement {
  leaveOut(place, entry);
  entriesEdited(place);
  return insertElement(ensureElement(place), collectionOf(place).entry.name, Object.fromEntries(entry.values()));
}

/**
 * Excludes one inherited entry: by `<remove>`, or by `<clear />` and the other entries again if the schema has no
 * remove.
 */
function leaveOut(place: Place, entry: Entry): void {
  const { removeElement: remove, clearElement, entry: schema } = collectionOf(place);
  const key = uniqueKey(schema);
  const parent = ensureElement(place);
  entriesEdited(place);
  if (remove !== undefined) {
    insertElement(parent, remove, { [key.name]: entry.values().get(key.name) ?? "" });
    return;
  }
  if (clearElement === undefined) throw missingEntry();
  const others = effectiveEntries(place).filter(({ own, key: other }) => own === undefined && other !== entry.key);
  const before = childElements(parent)[0];
  insertElement(parent, clearElement, {}, { before });
  for (const { values } of others) insertElement(parent, schema.name, Object.fromEntries(values()), { before });
}

function collectionOf(place: Place): CollectionSchema {
  if (place.schema.collection === undefined) throw malformedIndexer();
  return place.schema.collection;
}

/** The attributes of a new entry in their stored form. */
function checkedValues(place: Place, indexer: Indexer): Record<string, string> {
  const { entry } = collectionOf(place);
  const attributes: Record<string, string> = {};
  for (const [name, value] of indexer.values) {
    const attribute = findByName(entry.attributes, name);
    if (attribute === undefined) throw unknownAttribute(name);
    const normalized = normalizeValue(attribute, value);
    if ("reason" in normalized) throw badValue(attribute.name, value, normalized.reason);
    attributes[attribute.name] = attribute.encrypted ? encodePassword(normalized.value) : normalized.value;
  }
  const missing = entry.attributes.find(({ name, required }) => required && attributes[name] === undefined);
  if (missing !== undefined) throw missingAttribute(missing.name);
  return attributes;
}

/** The child before or after which a new entry is inserted. */
function neighbour(
  place: Place,
  parent: TreeElement,
  entries: readonly Entry[],
  position: Indexer["position"],
): { before?: TreeElement | undefined; after?: TreeElement | undefined } {
  const { entry } = collectionOf(place);
  const own = entries.flatMap((other) => (other.own === undefined ? [] : [other.own]));
  if (position === "start" && own[0] !== undefined) return { before: own[0] };
  if (typeof position === "number") {
    const next = entries.slice(position).find((other) => other.own !== undefined)?.own;
    if (next !== undefined) return { before: next };
  }
  const last = childElements(parent).findLast(({ name }) => name !== place.schema.collection?.defaultElement);
  if (last !== undefined) return { after: last };
  return { before: childElements(parent).find(({ name }) => name !== entry.name) };
}

/** The effective entry that an indexer selects, by all its values or only by its position. */
export function findEntry(collection: Place, indexer: Indexer): Entry {
  const entries = entriesOf(collection);
  const { position, values } = indexer;
  const picked =
    values.length > 0
      ? findByValues(collection, entries, values)
      : [...entries.values()].at(
          position === "end" ? -1 : position === "start" || position === undefined ? 0 : position,
        );
  if (picked === undefined) throw missingEntry();
  return picked;
}

/** The attribute or element of that name; the command line ignores letter case. */
export function findByName<T extends { readonly name: string }>(list: readonly T[], name: string): T | undefined {
  return list.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
}

interface Wanted {
  readonly attribute: AttributeSchema;
  readonly value: string;
}

/** The first entry that has all values of an indexer. A value counts only if an entry has those before it. */
function findByValues(
  collection: Place,
  entries: ReadonlyMap<string, Entry>,
  values: Indexer["values"],
): Entry | undefined {
  let found: readonly (Entry | undefined)[] | undefined;
  for (const [name, given] of values) {
    if (entries.size === 0 || found?.length === 0) return undefined;
    const wanted = wantedForm(collection, name, given);
    found ??= wanted.attribute.isUniqueKey ? [entries.get(wanted.value)] : [...entries.values()];
    found = found.filter((entry) => entry !== undefined && hasValue(entry, wanted));
  }
  return found?.[0];
}

function hasValue({ key, values }: Entry, { attribute, value }: Wanted): boolean {
  if (attribute.isUniqueKey) return key === value;
  return (values().get(attribute.name) ?? attribute.defaultValue ?? "") === value;
}

function wantedForm(collection: Place, name: string, value: string): Wanted {
  const attribute = findByName(collection.schema.collection?.entry.attributes ?? [], name);
  if (attribute === undefined) throw unknownAttribute(name);
  const normalized = normalizeValue(attribute, value);
  return { attribute, value: comparable(attribute, "value" in normalized ? normalized.value : value) };
}
