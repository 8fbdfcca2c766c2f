import { isRecord } from "./record";

/**
 * JSON with the keys of every object sorted, so that their order does not count. Members that are undefined are omitted.
 *
 * @param value plain JSON
 * @throws RangeError if it is nested too deeply
 */
export function canonicalJson(value: unknown): string {
  // A copy with sorted keys goes through JSON.stringify in half the time of a text that is put together here.
  return JSON.stringify(value, (_, member: unknown) => (isRecord(member) ? withSortedKeys(member) : member));
}

function withSortedKeys(record: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(
    Object.keys(record)
      .sort()
      .map((key) => [key, record[key]]),
  );
}
