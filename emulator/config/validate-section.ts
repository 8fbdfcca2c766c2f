import { childElements, treeAttribute, type TreeElement } from "../document/tree";
import { duplicateText } from "../errors";
import type { AttributeSchema, CollectionSchema, ElementSchema } from "../schema/load-schema";
import { normalizeValue } from "../value/normalize";
import { comparable, explicitValue, uniqueKey } from "./scope";

/** The first fault of a section, in the words of IIS, and its line. */
export interface SectionFault {
  readonly line: number;
  readonly description: string;
}

/** Attributes that can lock any element; no section schema names them. */
export const lockAttribute = /^lock(?:Attributes|Elements|AllAttributesExcept|AllElementsExcept|Item)$/;

/** Checks the elements of a section against its schema; undefined if IIS would load it. */
export function validateSection(element: TreeElement, schema: ElementSchema): SectionFault | undefined {
  return faults(element, schema).next().value;
}

function* faults(element: TreeElement, schema: ElementSchema): Generator<SectionFault, undefined> {
  const at = (description: string): SectionFault => ({ line: element.line, description });
  yield* attributeFaults(element, schema, at);
  const seen = new Set<string>();
  for (const child of childElements(element)) {
    const { collection } = schema;
    const fixed = schema.elements.find(({ name }) => name === child.name);
    if (fixed !== undefined && seen.has(child.name)) {
      yield { line: child.line, description: `Element '${child.name}' may only appear once in this section` };
    }
    seen.add(child.name);
    if (fixed !== undefined) yield* faults(child, fixed);
    else if (collection?.entry.name === child.name) yield* entryFaults(child, collection.entry);
    else if (collection?.removeElement === child.name || collection?.clearElement === child.name) continue;
    else yield { line: child.line, description: `Unrecognized element '${child.name}'` };
  }
  if (schema.collection !== undefined) yield* duplicateFaults(element, schema.collection);
  return undefined;
}

function* attributeFaults(
  element: TreeElement,
  schema: ElementSchema,
  at: (description: string) => SectionFault,
): Generator<SectionFault> {
  for (const { name, value } of element.attributes) {
    const attribute = schema.attributes.find((candidate) => candidate.name === name);
    if (attribute === undefined) {
      if (!lockAttribute.test(name)) yield at(`Unrecognized attribute '${name}'`);
      continue;
    }
    const normalized = normalizeValue(attribute, value);
    if ("reason" in normalized) yield at(`The '${name}' attribute is invalid.  ${normalized.reason}\n`);
  }
}

function* entryFaults(element: TreeElement, schema: ElementSchema): Generator<SectionFault> {
  for (const { name, required } of schema.attributes) {
    if (required && treeAttribute(element, name) === undefined) {
      yield { line: element.line, description: `Missing required attribute '${name}'` };
    }
  }
  yield* faults(element, schema);
}

function* duplicateFaults(element: TreeElement, collection: CollectionSchema): Generator<SectionFault> {
  const key = uniqueKey(collection.entry);
  const seen = new Set<string>();
  for (const child of childElements(element)) {
    const value = explicitValue(child, key) ?? "";
    const compared = comparable(key, value);
    if (child.name === collection.clearElement) seen.clear();
    if (child.name === collection.removeElement) seen.delete(compared);
    if (child.name !== collection.entry.name) continue;
    if (seen.has(compared)) yield { line: child.line, description: `${duplicateText(key.name, value)}\n` };
    seen.add(compared);
  }
}

/** A schema with attributes added that only the file has, and their paths. */
export interface NewerSchema {
  readonly schema: ElementSchema;
  /** `processModel.newThing`, each once, in the order of the schema. */
  readonly paths: readonly string[];
}

/**
 * The schema with every attribute that the elements have and it does not, as in the schema of a newer IIS: a text
 * without a default. A known name in another letter case, or with a prefix, is not a new attribute.
 */
export function newerSchema(schema: ElementSchema, section: TreeElement): NewerSchema {
  const { collection } = schema;
  if (collection === undefined) return { schema, paths: [] };
  const holders = childElements(section).filter(
    ({ name }) => name === collection.entry.name || name === collection.defaultElement,
  );
  const entry = extend(collection.entry, holders, "");
  const defaults = schema.elements.map((element) =>
    element.name === collection.defaultElement ? extend(element, holders, "").schema : element,
  );
  const extended = { ...schema, elements: defaults, collection: { ...collection, entry: entry.schema } };
  return entry.paths.length === 0 ? { schema, paths: [] } : { schema: extended, paths: entry.paths };
}

function extend(schema: ElementSchema, elements: readonly TreeElement[], path: string): NewerSchema {
  const known = new Set(schema.attributes.map(({ name }) => name.toLowerCase()));
  const names = new Set(elements.flatMap(({ attributes }) => attributes.map(({ name }) => name)));
  const isNew = (name: string): boolean =>
    !known.has(name.toLowerCase()) && !name.includes(":") && !/^xmlns$/.test(name) && !lockAttribute.test(name);
  const added = [...names].filter(isNew).sort();
  const below = schema.elements.map((child) =>
    // Entries of a collection have the attributes that they have.
    child.collection === undefined
      ? extend(child, childrenOf(elements, child.name), `${path}${child.name}.`)
      : { schema: child, paths: [] },
  );
  const paths = [...added.map((name) => path + name), ...below.flatMap((child) => child.paths)];
  if (paths.length === 0) return { schema, paths };
  const attributes = [...schema.attributes, ...added.map((name) => newAttribute(schema, name))];
  return { schema: { ...schema, attributes, elements: below.map((child) => child.schema) }, paths };
}

function childrenOf(elements: readonly TreeElement[], name: string): TreeElement[] {
  return elements.flatMap((element) => childElements(element).filter((child) => child.name === name));
}

function newAttribute({ attributes }: ElementSchema, name: string): AttributeSchema {
  return {
    ...{ name, type: "string", defaultValue: undefined, required: false, isUniqueKey: false, caseSensitive: true },
    ...{ encrypted: false, validationType: undefined, validationParameter: undefined, members: [] },
    rules: attributes[0]?.rules ?? (() => ""),
  };
}
