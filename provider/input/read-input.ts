import type * as z from "zod";
import { faultsOf, type InputFault } from "./faults-of";

/** The value of an input, or all its faults. It has neither if a required member is not known yet. */
export type InputReading<T> =
  | { readonly value: T; readonly faults: readonly [] }
  | { readonly value?: never; readonly faults: readonly InputFault[] };

/** Options of {@link readInput}. */
export interface ReadInputOptions {
  /** Whether the value at that path, or a value around it, is not known yet: then it is not reported as missing. */
  readonly isUnknown?: (keys: readonly (string | number)[]) => boolean;
  /**
   * Whether the input was parsed from a text, so that no member is undefined. This makes reading large documents
   * faster. Default: false.
   */
  readonly isJson?: boolean;
}

/** Compiling a schema to code takes milliseconds, and does not make it read 10,000 pools faster. */
const reading = { reportInput: true, jitless: true };

/** Reads an input with a schema. All faults are found at once; members that are `undefined` are omitted from the value. */
export function readInput<S extends z.ZodType>(
  schema: S,
  input: unknown,
  { isUnknown = () => false, isJson = false }: ReadInputOptions = {},
): InputReading<z.output<S>> {
  const read = schema.safeParse(input, reading);
  if (read.success) return { value: isJson ? read.data : (withoutUndefined(read.data) as z.output<S>), faults: [] };
  const faults = faultsOf(read.error.issues);
  return { faults: faults.filter(({ keys, isMissing }) => isMissing !== true || !isUnknown(keys)) };
}

/** The value of an input without its faulty members, and every fault. */
interface PartialReading<T> {
  /** Absent if nothing is left. */
  readonly value?: T;
  readonly faults: readonly InputFault[];
}

/**
 * Reads the valid part of an input: members with faults are absent, so that rules over several members can run on the others. A
 * value with faults must not be applied.
 */
export function readValid<S extends z.ZodType>(
  schema: S,
  input: unknown,
  options: ReadInputOptions = {},
): PartialReading<z.output<S>> {
  const read = readInput(schema, input, options);
  if (read.value !== undefined) return read;
  const faulty = read.faults.map(({ keys, isMissing }) => (isMissing === true ? keys.slice(0, -1) : keys));
  const rest = without(input, branchesOf(faulty));
  // If the remaining part lacks a required member, the whole part is removed.
  const value = rest === undefined ? undefined : readValid(schema, rest, { isJson: options.isJson === true }).value;
  return { faults: read.faults, ...(value !== undefined && { value }) };
}

/** Paths of an input, as a tree; a node without children is the end of a path. */
interface Branches {
  readonly below: Map<string | number, Branches>;
  isEnd?: boolean;
}

function branchesOf(paths: readonly (readonly (string | number)[])[]): Branches {
  const root: Branches = { below: new Map() };
  for (const path of paths) {
    let here = root;
    for (const key of path) {
      const next = here.below.get(key) ?? { below: new Map() };
      here.below.set(key, next);
      here = next;
    }
    here.isEnd = true;
  }
  return root;
}

/**
 * The input without the values at the paths; `undefined` if nothing is left. An object with a fault at a missing key is removed
 * as a whole. The input's own objects are not changed.
 */
function without(input: unknown, { below, isEnd }: Branches): unknown {
  if (isEnd === true || typeof input !== "object" || input === null) return undefined;
  if ([...below.keys()].some((key) => !Object.hasOwn(input, key))) return undefined;
  const rest = (key: string | number, value: unknown): unknown => {
    const branches = below.get(key);
    return branches === undefined ? value : without(value, branches);
  };
  if (Array.isArray(input)) {
    return input.map((item: unknown, index) => rest(index, item)).filter((item) => item !== undefined);
  }
  return Object.fromEntries(
    Object.entries(input).flatMap(([key, value]: [string, unknown]) => {
      const left = rest(key, value);
      return left === undefined ? [] : [[key, left]];
    }),
  );
}

/** A plain value without undefined members; the same object if there are none. */
function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value);
  const kept = entries
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => [key, withoutUndefined(member)] as const);
  const isSame =
    kept.length === entries.length && kept.every(([key, member]) => (value as Record<string, unknown>)[key] === member);
  return isSame ? value : Object.fromEntries(kept);
}

/**
 * Reads a part of an input with a schema that only the surrounding transform can choose. The faults are added to those
 * of the transform.
 *
 * @param keys of the part, relative to the input of the transform
 * @returns undefined if there are faults
 */
export function readWithin<S extends z.ZodType>(
  schema: S,
  input: unknown,
  keys: readonly (string | number)[],
  { issues }: z.core.$RefinementCtx,
): z.output<S> | undefined {
  const read = schema.safeParse(input, reading);
  for (const issue of read.error?.issues ?? []) {
    issues.push({ ...issue, path: [...keys, ...issue.path] } as z.core.$ZodRawIssue);
  }
  return read.data;
}
