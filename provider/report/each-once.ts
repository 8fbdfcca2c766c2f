import { canonicalJson } from "../record";

/** The different ones of several parts of documents, each once, in their order. */
export function eachOnce<T>(all: readonly T[]): readonly T[] {
  const known = new Map<string, T>();
  for (const one of all) {
    const key = canonicalJson(one);
    if (!known.has(key)) known.set(key, one);
  }
  return [...known.values()];
}
