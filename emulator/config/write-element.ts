import type { XmlElement } from "../../provider/xml/parse";
import { setAttribute } from "../document/edit-attribute";
import { dataInvalid } from "../errors";
import { storedValue } from "./apply-operation";
import { addEntry, clearEntries, removeEntry } from "./edit-collection";
import { findByName } from "./find-entry";
import { childPlace, ensureElement, type Place } from "./place";
import { entryPlace } from "./resolve";
import { comparable, effectiveEntries, uniqueKey } from "./scope";
import type { Indexer } from "../command-line/parse-path";

/**
 * Writes everything that an element of an input document says to a place of the working copy: attributes, children and
 * entries. Entries that are there already take the values given. Refuses what the schema of this IIS does not have.
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
  const stored = comparable(key, storedValue(key, value));
  const byKey: Indexer = { ...given, values: [[key.name, value]] };
  if (!effectiveEntries(place).some((one) => one.key === stored)) addEntry(place, given);
  writeElement(entryPlace(place, byKey), source);
}

/** The attributes of an element in the form in which the command line names an entry. */
function indexer({ attributes }: XmlElement): Indexer {
  return { kind: "indexer", position: undefined, values: attributes.map(({ name, value }) => [name, value]), text: "" };
}
