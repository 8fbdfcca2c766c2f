import { childElement, childElements, treeAttribute } from "../document/tree";
import type { PoolSection } from "./load-config";
import { childScope, effectiveValue, type Scope } from "./scope";

/** One application pool with what it inherits. */
export interface Pool extends Scope {
  readonly name: string;
}

/** The pools of a section, in the order of the file. */
export function listPools({ element, schema }: PoolSection): Pool[] {
  const entry = schema.collection?.entry;
  if (entry === undefined) return [];
  const inherited = childElement(element, schema.collection?.defaultElement ?? "");
  return childElements(element)
    .filter(({ name }) => name === entry.name)
    .map((own) => ({ schema: entry, own, inherited, name: treeAttribute(own, "name") ?? "" }));
}

/** A pool by its name, which ignores case. */
export function findPool(pools: readonly Pool[], name: string): Pool | undefined {
  return pools.find((pool) => pool.name.toLowerCase() === name.toLowerCase());
}

/** A top-level value of a pool in force; empty where this IIS version does not know the attribute. */
export function poolValue(pool: Pool, name: string): string {
  const attribute = pool.schema.attributes.find((candidate) => candidate.name === name);
  return attribute === undefined ? "" : effectiveValue(pool, attribute);
}

/** Any value of a pool in force by its path, such as `processModel.idleTimeout`; undefined for an unknown path. */
export function valueAtPath(scope: Scope, path: string): string | undefined {
  const [first = "", ...rest] = path.toLowerCase().split(".");
  if (rest.length === 0) {
    const attribute = scope.schema.attributes.find(({ name }) => name.toLowerCase() === first);
    return attribute && effectiveValue(scope, attribute);
  }
  const child = scope.schema.elements.find(({ name }) => name.toLowerCase() === first);
  return child && valueAtPath(childScope(scope, child), rest.join("."));
}
