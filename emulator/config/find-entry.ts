import type { Indexer } from "../command-line/parse-path";
import type { AttributeSchema } from "../schema/load-schema";
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
      ? entries.find(matcher(collection, values))
      : entries.at(position === "end" ? -1 : position === "start" || position === undefined ? 0 : position);
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

/** Whether an entry has all values of an indexer. Each is brought to its form once, at the first entry that it is compared with. */
function matcher(collection: Place, values: Indexer["values"]): (entry: Entry) => boolean {
  const wanted = values.map(([name, value]) => {
    let form: Wanted | undefined;
    return () => (form ??= wantedForm(collection, name, value));
  });
  return (entry) =>
    wanted.every((form) => {
      const { attribute, value } = form();
      if (attribute.isUniqueKey) return entry.key === value;
      return (entry.values().get(attribute.name) ?? attribute.defaultValue ?? "") === value;
    });
}

function wantedForm(collection: Place, name: string, value: string): Wanted {
  const attribute = findByName(collection.schema.collection?.entry.attributes ?? [], name);
  if (attribute === undefined) throw unknownAttribute(name);
  const normalized = normalizeValue(attribute, value);
  return { attribute, value: comparable(attribute, "value" in normalized ? normalized.value : value) };
}
