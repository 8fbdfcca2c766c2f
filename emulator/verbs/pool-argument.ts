import type { Property } from "../command-line/parse-arguments";
import type { PoolSection } from "../config/load-config";
import { findPool, listPools, type Pool } from "../config/pools";
import { missingIdentifier, missingObject, unknownAttribute } from "../errors";
import type { Context } from "./context";

/** The pool that a call names, as identifier or by `/apppool.name:`, and the other properties of the call. */
export function poolArgument({ args }: Context): { readonly name: string; readonly properties: readonly Property[] } {
  const given = args.properties.find(({ path }) => path.toLowerCase() === "apppool.name");
  const name = args.identifier ?? given?.value;
  if (name === undefined || name === "") throw missingIdentifier("APPPOOL");
  return { name, properties: args.properties.filter((property) => property !== given) };
}

/** The pool that a call names whose command has no properties but these. */
export function poolOnly(context: Context, allowed: readonly string[]): string {
  const { name, properties } = poolArgument(context);
  const unknown = properties.find(({ path }) => !allowed.includes(path.toLowerCase()));
  if (unknown !== undefined) throw unknownAttribute(unknown.path);
  return name;
}

/** The pool of that name, which must exist. */
export function existingPool(section: PoolSection, name: string): Pool {
  const pool = findPool(listPools(section), name);
  if (pool === undefined) throw missingObject("APPPOOL", name);
  return pool;
}
