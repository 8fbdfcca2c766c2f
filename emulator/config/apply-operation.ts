import type { Property } from "../command-line/parse-arguments";
import type { Segment } from "../command-line/parse-path";
import { messageError, win32 } from "../appcmd-error";
import { removeAttribute, setAttribute } from "../document/edit-attribute";
import { removeElement } from "../document/remove-element";
import { childElements } from "../document/tree";
import { badValue, duplicateText, malformedIndexer, missingAttribute, missingEntry, unknownAttribute } from "../errors";
import type { AttributeSchema } from "../schema/load-schema";
import { maximalPoolName, normalizeValue } from "../value/normalize-value";
import { encodePassword } from "../value/password";
import { addEntry, clearEntries, removeEntry } from "./edit-collection";
import { ensureElement, type Place, prune } from "./place";
import { entryPlace, resolvePath } from "./resolve";
import { comparable, effectiveEntries, effectiveValue } from "./scope";

/** Carries out one `/path:value`, `/+path` or `/-path` on the working copy, seen from a place in it. */
export function applyOperation(start: Place, operation: Property, segments: readonly Segment[]): void {
  if (operation.prefix === "") setValue(start, operation, segments);
  else if (operation.value !== undefined) throw malformedIndexer();
  else if (operation.prefix === "+") add(start, segments);
  else remove(start, segments);
}

/** Carries out one path of `clear config`: back to what is inherited; an entry of a collection goes away. */
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

/** Checks a new pool's name, or another value that was given for a key, and answers its stored form. */
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
}

/** Whether a value need not be written, because without it the same holds. */
function isInherited(place: Place, attribute: AttributeSchema, value: string): boolean {
  if (attribute.required || attribute.rules("value-equal-to-inherited") === "written") return false;
  const normalized = normalizeValue(attribute, value);
  return "value" in normalized && effectiveValue({ ...place, own: undefined }, attribute) === normalized.value;
}

/** A key may be written anew, also in other case, but not taken from another entry. */
function checkKeyIsFree(place: Place, key: AttributeSchema, value: string): void {
  const others = place.parent === undefined ? [] : effectiveEntries(place.parent);
  if (others.some((other) => other.own !== place.own && other.key === comparable(key, value))) {
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
    const isEmpty = effectiveEntries(target.place).length === 0;
    if (isEmpty && target.place.schema.collection.rules("clear-empty-collection") === "fails-4312") {
      throw missingEntry();
    }
    clearEntries(target.place);
  } else {
    throw unknownAttribute(lastName(segments));
  }
}

/** Answers whether it was set. */
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
  prune(place);
}

function lastName(segments: readonly Segment[]): string {
  const last = segments.at(-1);
  return last?.kind === "name" ? last.name : "";
}
