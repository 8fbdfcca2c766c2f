import type { Attribute } from "./codecs/codec";
import { cpuAttributes } from "./attributes/cpu";
import { environmentAttributes } from "./attributes/environment";
import { failureAttributes } from "./attributes/failure";
import { processModelAttributes } from "./attributes/process-model";
import { findOther } from "./other-attributes";
import { recyclingAttributes } from "./attributes/recycling";
import { rootAttributes } from "./attributes/root";

/** Every attribute of `<applicationPools><add>` and of applicationPoolDefaults in the schema's order, `name` first. */
export const appPoolAttributes: readonly Attribute[] = [
  ...rootAttributes,
  ...processModelAttributes,
  ...recyclingAttributes,
  ...failureAttributes,
  ...cpuAttributes,
  ...environmentAttributes,
];

/** The attributes that are settings: all except `name`, which identifies the pool. */
export const settingAttributes: readonly Attribute[] = appPoolAttributes.filter(({ path }) => path !== "name");

const byPath: ReadonlyMap<string, Attribute> = new Map(
  appPoolAttributes.map((attribute) => [attribute.path, attribute]),
);

/** The attribute at a path in IIS's own letter case, or under `other`. */
export function findAttribute(path: string): Attribute | undefined {
  return byPath.get(path) ?? findOther(path);
}

/**
 * The attribute at a path that the program itself built.
 * @throws TypeError if the path does not exist: a programming error
 */
export function attributeOf(path: string): Attribute {
  const attribute = findAttribute(path);
  if (attribute === undefined) throw new TypeError(`no attribute of an application pool: ${path}`);
  return attribute;
}

const places: ReadonlyMap<string, number> = new Map(appPoolAttributes.map(({ path }, place) => [path, place]));

/** The same values by path, in the schema's order, followed by those under `other` by name. */
export function inSchemaOrder<T>(settings: Readonly<Record<string, T>>): Record<string, T> {
  const placeOf = (path: string): number => places.get(path) ?? places.size;
  return Object.fromEntries(Object.entries(settings).sort(([a], [b]) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1)));
}
