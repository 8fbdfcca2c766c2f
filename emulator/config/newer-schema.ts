import { childElements, type TreeElement } from "../document/tree";
import type { AttributeSchema, ElementSchema } from "../schema/load-schema";
import { lockAttribute } from "./validate-section";

/** A schema to which attributes were added that only the file knows, and their paths. */
export interface NewerSchema {
  readonly schema: ElementSchema;
  /** `processModel.newThing`, each once, in the order of the schema. */
  readonly paths: readonly string[];
}

/**
 * The schema with every attribute that the elements have and it does not, as the schema of a newer IIS would have it: a text
 * without a default. A known name in another letter case, and one with a prefix, are no new attributes.
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
  const names = elements.flatMap(({ attributes }) => attributes.map(({ name }) => name));
  const isNew = (name: string): boolean =>
    !known.has(name.toLowerCase()) && !name.includes(":") && !/^xmlns$/.test(name) && !lockAttribute.test(name);
  const added = [...new Set(names.filter(isNew))].sort();
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
