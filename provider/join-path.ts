import { shorten } from "./shorten";

/** The longest part of a key that a path shows. */
const longestKey = 200;
const plainKey = /^[\p{L}\p{N}_$-]+$/u;

/** The path of a key below another path, for faults: `pools.Shop.cpu`, `pools["Default Web Site"]`. */
export function joinPath(path: string, key: string): string {
  const shown = shorten(key, longestKey);
  if (!plainKey.test(shown)) return `${path}[${JSON.stringify(shown)}]`;
  return path === "" ? shown : `${path}.${shown}`;
}

/** A path below another one; either may be empty. */
export function below(path: string, rest: string): string {
  return path === "" || rest === "" || rest.startsWith("[") ? `${path}${rest}` : `${path}.${rest}`;
}
