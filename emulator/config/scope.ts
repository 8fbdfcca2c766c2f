import { childElement, type TreeElement, treeAttribute } from "../document/tree";
import type { AttributeSchema, ElementSchema } from "../schema/load-schema";
import { normalizeValue } from "../value/normalize-value";
import { decodePassword } from "../value/password";

/** An element as IIS sees it: what is written in its own place, and what it inherits from applicationPoolDefaults. */
export interface Scope {
  readonly schema: ElementSchema;
  readonly own: TreeElement | undefined;
  readonly inherited: TreeElement | undefined;
}

/** One entry of a collection in force, with the place that has it. */
export interface Entry {
  /** Print forms by attribute name. */
  readonly values: ReadonlyMap<string, string>;
  readonly own: TreeElement | undefined;
}

/** The child of a scope, inheritance included. */
export function childScope(scope: Scope, schema: ElementSchema): Scope {
  return {
    schema,
    own: scope.own && childElement(scope.own, schema.name),
    inherited: scope.inherited && childElement(scope.inherited, schema.name),
  };
}

/** The value in force in print form: own, inherited, default of the schema, or empty. */
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

/** The entries of a collection in force, in their order: what is inherited, then what is its own. */
export function effectiveEntries({ schema, own, inherited }: Scope): Entry[] {
  const { collection } = schema;
  if (collection === undefined) return [];
  let entries: Entry[] = [];
  for (const element of [inherited, own]) {
    for (const child of element?.content ?? []) {
      if (child.kind !== "element") continue;
      const values = entryValues(collection.entry, child);
      if (child.name === collection.clearElement) entries = [];
      else if (child.name === collection.removeElement) entries = without(entries, collection.entry, values);
      else if (child.name === collection.entry.name) {
        entries = [...without(entries, collection.entry, values), { values, own: element === own ? child : undefined }];
      }
    }
  }
  return entries;
}

/** The element from which every entry of a collection inherits: applicationPoolDefaults for the pools. */
export function collectionDefaults({ schema, own }: Scope): TreeElement | undefined {
  const name = schema.collection?.defaultElement;
  return name === undefined || own === undefined ? undefined : childElement(own, name);
}

/** Whether two values of an attribute are the same to IIS. */
export function sameValue(schema: AttributeSchema, one: string, other: string): boolean {
  if (schema.caseSensitive || !schema.isUniqueKey) return one === other;
  return one.toLowerCase() === other.toLowerCase();
}

/** The attribute by which the entries of a collection differ. */
export function uniqueKey(entry: ElementSchema): AttributeSchema | undefined {
  return entry.attributes.find(({ isUniqueKey }) => isUniqueKey);
}

function without(entries: readonly Entry[], entry: ElementSchema, values: ReadonlyMap<string, string>): Entry[] {
  const key = uniqueKey(entry);
  if (key === undefined) return [...entries];
  const value = values.get(key.name) ?? "";
  return entries.filter((other) => !sameValue(key, other.values.get(key.name) ?? "", value));
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
