import { isRecord, ownValue } from "../../record";

/** Stands for a value of any type that is not known yet. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/**
 * The texts that the engine uses in a preview for values that are not known yet, by type. Source:
 * https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go
 */
const sentinels: ReadonlySet<unknown> = new Set([
  unknownValue,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Whether the value stands for an unknown one. */
export function isUnknown(value: unknown): boolean {
  return sentinels.has(value);
}

type Json = Record<string, unknown>;

/** A list with one unknown entry is unknown as a whole. */
function isUnknownLeaf(value: unknown): boolean {
  return isUnknown(value) || (Array.isArray(value) && value.some(isUnknown));
}

/** The known part of an input, and the unknown part. */
interface SplitInput {
  readonly known: Json;
  readonly unknown: Json;
}

/** Splits an input into its known and unknown parts. */
export function splitUnknowns(input: Json): SplitInput {
  const known: [string, unknown][] = [];
  const unknown: [string, unknown][] = [];
  for (const [key, value] of Object.entries(input)) {
    if (isUnknownLeaf(value)) {
      unknown.push([key, value]);
    } else if (isRecord(value)) {
      const parts = splitUnknowns(value);
      known.push([key, parts.known]);
      if (Object.keys(parts.unknown).length > 0) unknown.push([key, parts.unknown]);
    } else {
      known.push([key, value]);
    }
  }
  return { known: Object.fromEntries(known), unknown: Object.fromEntries(unknown) };
}

/** Adds the unknown part again. */
export function joinUnknowns(known: Json, unknown: Json): Json {
  const joined = new Map(Object.entries(known));
  for (const [key, value] of Object.entries(unknown)) {
    const other = joined.get(key);
    joined.set(key, isRecord(value) ? joinUnknowns(isRecord(other) ? other : {}, value) : value);
  }
  return Object.fromEntries(joined);
}

/** Whether the whole value at a dotted path, or of a group around it, is not known yet. */
export function isUnknownAt(unknown: Json, path: string): boolean {
  return isUnknownLeaf(valueAt(unknown, path));
}

/** The same, or whether a part of the value at the path is not known yet. */
export function holdsUnknownAt(unknown: Json, path: string): boolean {
  return valueAt(unknown, path) !== undefined;
}

/** The unknown value at a dotted path, or that of an unknown group around it. */
function valueAt(unknown: Json, path: string): unknown {
  let at: unknown = unknown;
  for (const step of path.split(".")) {
    if (!isRecord(at)) return at;
    at = ownValue(at, step);
  }
  return at;
}

/** Whether anything is not known yet. */
export function hasUnknowns(input: Json): boolean {
  return Object.keys(splitUnknowns(input).unknown).length > 0;
}
