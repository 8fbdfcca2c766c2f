/** The same value, deeply read-only. */
export type ReadOnly<T> = T extends object ? { readonly [K in keyof T]: ReadOnly<T[K]> } : T;

/** An object for entries whose keys a user chose. It has no prototype, so only its own keys have a value. */
export function recordOf<T>(entries: Iterable<readonly [string, T]>): Readonly<Record<string, T>> {
  return Object.assign(Object.create(null) as Record<string, T>, Object.fromEntries(entries));
}

/** Whether a value is an object with entries: no list, map or date, not null. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  return isPlain(value) || Object.prototype.toString.call(value) === "[object Object]";
}

/** Whether an object inherits no properties except those of a plain JSON object. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The value of a key that a user chose; undefined if the object has no own key of that name. */
export function ownValue<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/**
 * JSON with the keys of every object sorted, so that their order is ignored. Undefined members are omitted.
 *
 * @param value plain JSON
 * @throws RangeError if it is nested too deeply
 */
export function canonicalJson(value: unknown): string {
  // JSON.stringify of a copy with sorted keys takes half the time of building the text here.
  return JSON.stringify(value, (_, member: unknown) => (isRecord(member) ? withSortedKeys(member) : member));
}

function withSortedKeys(record: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(
    Object.keys(record)
      .sort()
      .map((key) => [key, record[key]]),
  );
}

/** The different ones of several parts of documents, each once, in their order. */
export function eachOnce<T>(all: readonly T[]): readonly T[] {
  const known = new Map<string, T>();
  for (const one of all) {
    const key = canonicalJson(one);
    if (!known.has(key)) known.set(key, one);
  }
  return [...known.values()];
}
