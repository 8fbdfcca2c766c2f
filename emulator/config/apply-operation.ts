import type { XmlElement } from "../../provider/xml/parse";
import type { Property } from "../command-line/parse-arguments";
import { attributePath, type Indexer, type Segment } from "../command-line/parse-path";
import { removeAttribute, removeElement, setAttribute } from "../document/edit";
import { childElements } from "../document/tree";
import {
  badValue,
  dataInvalid,
  duplicateText,
  malformedIndexer,
  messageError,
  missingAttribute,
  missingEntry,
  unknownAttribute,
  win32,
} from "../errors";
import type { AttributeSchema } from "../schema/load-schema";
import { encodePassword, maximalPoolName, normalizeValue } from "../value/normalize";
import { addEntry, clearEntries, findByName, findEntry, overrideEntry, removeEntry } from "./edit-collection";
import {
  childPlace,
  collectionDefaults,
  comparable,
  effectiveValue,
  ensureElement,
  entriesEdited,
  entriesOf,
  type Place,
  prune,
  uniqueKey,
} from "./scope";

/** The target of a path: an element, one of its attributes, or an entry that the last indexer describes. */
export type Target =
  | { readonly kind: "element"; readonly place: Place }
  | { readonly kind: "attribute"; readonly place: Place; readonly attribute: AttributeSchema }
  | { readonly kind: "entry"; readonly place: Place; readonly indexer: Indexer };

/**
 * Follows a path from a place. The entries on the path must exist, except an entry that a last indexer describes:
 * `place` is then its collection.
 */
export function resolvePath(start: Place, segments: readonly Segment[]): Target {
  let place = start;
  for (const [index, segment] of segments.entries()) {
    const isLast = index === segments.length - 1;
    if (segment.kind === "indexer") {
      if (place.schema.collection === undefined) throw unknownAttribute(describe(segments.slice(index)));
      if (isLast) return { kind: "entry", place, indexer: segment };
      place = entryPlace(place, segment);
      continue;
    }
    const element = findByName(place.schema.elements, segment.name);
    if (element !== undefined) {
      place = childPlace(place, element);
      continue;
    }
    const attribute = isLast ? findByName(place.schema.attributes, segment.name) : undefined;
    if (attribute === undefined) throw unknownAttribute(describe(segments.slice(index)));
    return { kind: "attribute", place, attribute };
  }
  return { kind: "element", place };
}

/** The place of an existing entry; an entry that is only inherited is first written at the heir. */
export function entryPlace(collection: Place, indexer: Indexer): Place {
  const schema = collection.schema.collection?.entry;
  if (schema === undefined) throw missingEntry();
  const entry = findEntry(collection, indexer);
  return {
    schema,
    own: entry.own ?? overrideEntry(collection, entry),
    inherited: collectionDefaults(collection),
    parent: collection,
    isEntry: true,
  };
}

/** The path for an error: the step that was not found, with the following names up to the next indexer. */
function describe(segments: readonly Segment[]): string {
  const [first, ...rest] = segments;
  if (first?.kind !== "name") return first?.text ?? "";
  const end = rest.findIndex(({ kind }) => kind === "indexer");
  return attributePath([first, ...(end < 0 ? rest : rest.slice(0, end))]);
}

/** Executes one `/path:value`, `/+path` or `/-path` on the working copy, from a place in it. */
export function applyOperation(start: Place, operation: Property, segments: readonly Segment[]): void {
  if (operation.prefix === "") setValue(start, operation, segments);
  else if (operation.value !== undefined) throw malformedIndexer();
  else if (operation.prefix === "+") add(start, segments);
  else remove(start, segments);
}

/** Executes one path of `clear config`: resets it to the inherited value; an entry of a collection is removed. */
export function clearPath(start: Place, segments: readonly Segment[]): void {
  const target = resolvePath(start, segments);
  if (target.kind === "attribute") {
    const isSet = clearAttribute(target.place, target.attribute);
    if (!isSet && target.attribute.rules("clear-of-unset") === "fails-4312") throw missingEntry();
  } else if (target.kind === "element") {
    const { collection } = target.place.schema;
    if (collection?.rules("clear-config-on-collection") === "empties" && collection.clearElement !== undefined) {
      clearEntries(target.place);
    } else {
      clearElement(target.place);
    }
  } else if (target.place.schema.collection?.rules("clear-config-on-pool") === "removes-pool") {
    removeEntry(target.place, target.indexer);
  } else if (target.place.schema.collection?.defaultElement === undefined) {
    removeEntry(target.place, target.indexer);
  } else {
    clearElement(entryPlace(target.place, target.indexer));
  }
}

/** Checks a new pool's name, or another new value of a key, and returns its stored form. */
export function storedValue(attribute: AttributeSchema, text: string): string {
  const normalized = normalizeValue(attribute, text);
  if ("reason" in normalized) throw badValue(attribute.name, text, normalized.reason);
  const isLong = attribute.validationType === "applicationPoolName" && text.length > maximalPoolName;
  if (isLong && attribute.rules("long-pool-name") === "refused") {
    throw badValue(attribute.name, text, "Invalid application pool name");
  }
  return attribute.encrypted ? encodePassword(normalized.value) : normalized.value;
}

function setValue(start: Place, { path, value }: Property, segments: readonly Segment[]): void {
  const target = resolvePath(start, segments);
  if (target.kind !== "attribute") throw unknownAttribute(path);
  if (value === undefined) throw messageError(`Invalid parameter "${path}"`, win32.invalidParameter);
  const { place, attribute } = target;
  const stored = storedValue(attribute, value);
  if (attribute.isUniqueKey) checkKeyIsFree(place, attribute, stored);
  if (isInherited(place, attribute, value)) clearAttribute(place, attribute);
  else setAttribute(ensureElement(place), attribute.name, stored);
  if (attribute.isUniqueKey && place.parent !== undefined) entriesEdited(place.parent);
}

/** Whether a value can be omitted, because the effective value is the same without it. */
function isInherited(place: Place, attribute: AttributeSchema, value: string): boolean {
  if (attribute.required || attribute.rules("value-equal-to-inherited") === "written") return false;
  const normalized = normalizeValue(attribute, value);
  return "value" in normalized && effectiveValue({ ...place, own: undefined }, attribute) === normalized.value;
}

/** A key may be written again, also in another letter case, but must not be that of another entry. */
function checkKeyIsFree(place: Place, key: AttributeSchema, value: string): void {
  const other = place.parent && entriesOf(place.parent).get(comparable(key, value));
  if (other !== undefined && other.own !== place.own) {
    const reason = duplicateText(key.name, value);
    throw messageError(
      `Can not set attribute "${key.name}" to value "${value}".. Reason: ${reason}\n\n.`,
      win32.alreadyExists,
    );
  }
}

function add(start: Place, segments: readonly Segment[]): void {
  const target = resolvePath(start, segments);
  if (target.kind !== "entry") throw malformedIndexer();
  checkNewName(target.place, target.indexer.values);
  addEntry(target.place, target.indexer);
}

function checkNewName(place: Place, values: readonly (readonly [string, string])[]): void {
  for (const attribute of place.schema.collection?.entry.attributes ?? []) {
    const given = values.find(([name]) => name.toLowerCase() === attribute.name.toLowerCase());
    if (given !== undefined) storedValue(attribute, given[1]);
  }
}

function remove(start: Place, segments: readonly Segment[]): void {
  const target = resolvePath(start, segments);
  if (target.kind === "entry") removeEntry(target.place, target.indexer);
  else if (target.kind === "element" && target.place.schema.collection?.clearElement !== undefined) {
    const isEmpty = entriesOf(target.place).size === 0;
    if (isEmpty && target.place.schema.collection.rules("clear-empty-collection") === "fails-4312") {
      throw missingEntry();
    }
    clearEntries(target.place);
  } else {
    throw unknownAttribute(lastName(segments));
  }
}

/** Returns whether it was set. */
function clearAttribute(place: Place, attribute: AttributeSchema): boolean {
  if (attribute.required) throw missingAttribute(attribute.name);
  if (place.own === undefined || !removeAttribute(place.own, attribute.name)) return false;
  prune(place);
  return true;
}

function clearElement(place: Place): void {
  const { own } = place;
  if (own === undefined) return;
  const keys = place.isEntry ? place.schema.attributes.filter(({ required }) => required) : [];
  for (const { name } of [...own.attributes]) if (!keys.some((key) => key.name === name)) removeAttribute(own, name);
  for (const child of childElements(own)) removeElement(child);
  entriesEdited(place);
  prune(place);
}

function lastName(segments: readonly Segment[]): string {
  const last = segments.at(-1);
  return last?.kind === "name" ? last.name : "";
}

/**
 * Writes everything of an element of an input document to a place of the working copy: attributes, children and
 * entries. Existing entries get the given values. Anything that the schema of this IIS does not have is refused.
 */
export function writeElement(place: Place, source: XmlElement): void {
  for (const { name, value } of source.attributes) {
    const attribute = findByName(place.schema.attributes, name);
    if (attribute === undefined) throw dataInvalid();
    if (place.isEntry && attribute.isUniqueKey) continue;
    setAttribute(ensureElement(place), attribute.name, storedValue(attribute, value));
  }
  for (const child of source.children) writeChild(place, child);
}

function writeChild(place: Place, source: XmlElement): void {
  const fixed = findByName(place.schema.elements, source.name);
  const { collection } = place.schema;
  if (fixed !== undefined) writeElement(childPlace(place, fixed), source);
  else if (source.name === collection?.entry.name) writeEntry(place, source);
  else if (source.name === collection?.clearElement) clearEntries(place);
  else if (source.name === collection?.removeElement) removeEntry(place, indexer(source));
  else throw dataInvalid();
}

function writeEntry(place: Place, source: XmlElement): void {
  const entry = place.schema.collection?.entry;
  const given = indexer(source);
  if (entry === undefined || given.values.some(([name]) => findByName(entry.attributes, name) === undefined)) {
    throw dataInvalid();
  }
  const key = uniqueKey(entry);
  const value = given.values.find(([name]) => name.toLowerCase() === key.name.toLowerCase())?.[1] ?? "";
  const byKey: Indexer = { ...given, values: [[key.name, value]] };
  if (!entriesOf(place).has(comparable(key, storedValue(key, value)))) addEntry(place, given);
  writeElement(entryPlace(place, byKey), source);
}

/** The attributes of an element in the form in which the command line names an entry. */
function indexer({ attributes }: XmlElement): Indexer {
  return { kind: "indexer", position: undefined, values: attributes.map(({ name, value }) => [name, value]), text: "" };
}
