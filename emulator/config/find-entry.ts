import type { Indexer } from "../command-line/parse-path";
import { missingEntry, unknownAttribute } from "../errors";
import { normalizeValue } from "../value/normalize";
import type { Place } from "./place";
import { comparable, effectiveEntries, type Entry } from "./scope";

/** The effective entry that an indexer selects, by all its values or only by its position. */
export function findEntry(collection: Place, indexer: Indexer): Entry {
  const entries = effectiveEntries(collection);
  const { position, values } = indexer;
  const picked =
    values.length > 0
      ? entries.find((entry) => matches(collection, entry, values))
      : entries.at(position === "end" ? -1 : position === "start" || position === undefined ? 0 : position);
  if (picked === undefined) throw missingEntry();
  return picked;
}

/** The attribute or element of that name; the command line ignores letter case. */
export function findByName<T extends { readonly name: string }>(list: readonly T[], name: string): T | undefined {
  return list.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
}

function matches(collection: Place, entry: Entry, values: Indexer["values"]): boolean {
  const schema = collection.schema.collection?.entry;
  return values.every(([name, value]) => {
    const attribute = findByName(schema?.attributes ?? [], name);
    if (attribute === undefined) throw unknownAttribute(name);
    const normalized = normalizeValue(attribute, value);
    const wanted = comparable(attribute, "value" in normalized ? normalized.value : value);
    if (attribute.isUniqueKey) return entry.key === wanted;
    return (entry.values().get(attribute.name) ?? attribute.defaultValue ?? "") === wanted;
  });
}
