import { isRecord } from "../record";

/** Stands for every key of an object, or every item of a list. */
export const each = Symbol("each");

/** Keys from the outside to the inside. */
export type KeyPattern = readonly (string | typeof each)[];

/** A copy of a JSON value in which the values at a place are replaced; a value without that place is unchanged. */
export function replaceAt(value: unknown, [key, ...rest]: KeyPattern, replace: (value: unknown) => unknown): unknown {
  if (key === undefined) return replace(value);
  const inside = (member: unknown): unknown => replaceAt(member, rest, replace);
  if (Array.isArray(value)) return key === each ? value.map(inside) : value;
  if (!isRecord(value)) return value;
  const isThere = (name: string): boolean => key === each || key === name;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, isThere(name) ? inside(member) : member]),
  );
}
