import type * as z from "zod";
import { faultsOf, type InputFault } from "./faults-of";

/** What a schema made of an input, or every fault of it. Without either, something that is required is not known yet. */
export type InputReading<T> =
  | { readonly value: T; readonly faults: readonly [] }
  | { readonly value?: never; readonly faults: readonly InputFault[] };

/** How an input is read. */
export interface ReadInputOptions {
  /** Whether the value at that path, or one that it lies in, will be there and is not known yet: it is not missed. */
  readonly isUnknown?: (keys: readonly (string | number)[]) => boolean;
  /** The input was parsed of a text, so nothing in it is undefined: large documents are read faster. Default: false. */
  readonly isJson?: boolean;
}

/** Reads what comes from outside. All faults are found at once; members that are `undefined` are left out of the value. */
export function readInput<S extends z.ZodType>(
  schema: S,
  input: unknown,
  { isUnknown = () => false, isJson = false }: ReadInputOptions = {},
): InputReading<z.output<S>> {
  const read = schema.safeParse(input, { reportInput: true });
  if (read.success) return { value: isJson ? read.data : (withoutUndefined(read.data) as z.output<S>), faults: [] };
  const faults = faultsOf(read.error.issues);
  return { faults: faults.filter(({ keys, isMissing }) => isMissing !== true || !isUnknown(keys)) };
}

/** What a schema made of an input without its faulty members, and every fault. */
interface PartialReading<T> {
  /** Left out where nothing is left. */
  readonly value?: T;
  readonly faults: readonly InputFault[];
}

/**
 * Reads what comes from outside as far as it can be read: what has a fault is absent, the rest is there, for rules over
 * several members. It must not be used where there are faults.
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
  // What is left may lack what it must have, and goes then as a whole.
  const value = rest === undefined ? undefined : readValid(schema, rest, { isJson: options.isJson === true }).value;
  return { faults: read.faults, ...(value !== undefined && { value }) };
}

/** Paths of an input, as a tree: what has no branches is the end of one. */
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
 * The input without what stands at the paths; `undefined` where nothing is left. What has a fault at a key that is not there
 * goes as a whole. The input's own objects are not changed.
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

/** A plain value without members that are undefined; the same object where there are none. */
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
