import { attributePath, type Indexer, type Segment } from "../command-line/parse-path";
import { missingEntry, unknownAttribute } from "../errors";
import type { AttributeSchema } from "../schema/load-schema";
import { overrideEntry } from "./edit-collection";
import { findByName, findEntry } from "./find-entry";
import { childPlace, type Place } from "./place";
import { collectionDefaults } from "./scope";

/** Where a path leads: to an element, to one of its attributes, or to an entry that the last indexer describes. */
export type Target =
  | { readonly kind: "element"; readonly place: Place }
  | { readonly kind: "attribute"; readonly place: Place; readonly attribute: AttributeSchema }
  | { readonly kind: "entry"; readonly place: Place; readonly indexer: Indexer };

/**
 * Follows a path from a place. The entries on the way must exist; the entry that a last indexer describes need not, and
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

/** The place of an existing entry; one that is only inherited is first written down at its heir. */
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

/** What an error names: the step that leads nowhere, with the names behind it up to the next indexer. */
function describe(segments: readonly Segment[]): string {
  const [first, ...rest] = segments;
  if (first?.kind !== "name") return first?.text ?? "";
  const end = rest.findIndex(({ kind }) => kind === "indexer");
  return attributePath([first, ...(end < 0 ? rest : rest.slice(0, end))]);
}
