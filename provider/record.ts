/** An object for entries whose keys a user chose: it has no prototype, so a key that is not among them has no value. */
export function recordOf<T>(entries: Iterable<readonly [string, T]>): Readonly<Record<string, T>> {
  return Object.assign(Object.create(null) as Record<string, T>, Object.fromEntries(entries));
}

/** Whether a value is an object with entries: no list, map or date, not null. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  return isPlain(value) || Object.prototype.toString.call(value) === "[object Object]";
}

/** Whether an object inherits no properties of a program's own, as those of JSON. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The value of a key that a user chose; undefined where the object has no such key of its own. */
export function ownValue<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
