import * as z from "zod";
import { faultAt, faultsOf, type InputFault } from "./faults-of";

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
  const passedOver = prototypeKeys(schema, input).map((keys) => faultAt(keys, "__proto__ cannot be a name here"));
  if (read.success && passedOver.length === 0)
    return { value: isJson ? read.data : (withoutUndefined(read.data) as z.output<S>), faults: [] };
  const faults = faultsOf(read.error?.issues ?? []);
  return { faults: [...faults.filter(({ keys, isMissing }) => isMissing !== true || !isUnknown(keys)), ...passedOver] };
}

/** What a schema made of an input without its faulty members, and every fault. */
export interface PartialReading<T> {
  /** Left out where nothing is left. */
  readonly value?: T;
  readonly faults: readonly InputFault[];
}

/**
 * Reads what comes from outside as far as it can be read: what has a fault is absent, the rest is there, for rules over
 * several members. It must not be used where there are faults.
 */
export function readValid<S extends z.ZodType>(schema: S, input: unknown): PartialReading<z.output<S>> {
  const read = readInput(schema, input);
  if (read.value !== undefined) return read;
  const rest = read.faults.reduceRight<unknown>(
    (left, { keys, isMissing }) => without(left, isMissing === true ? keys.slice(0, -1) : keys),
    input,
  );
  const again = rest === undefined ? undefined : readInput(schema, rest);
  return { faults: read.faults, ...(again?.value !== undefined && { value: again.value }) };
}

/** Where an object of known keys or a record has keys called `__proto__`, which zod passes over. */
function prototypeKeys(schema: z.ZodType, input: unknown): (string | number)[][] {
  if (typeof input !== "object" || input === null) return [];
  if (schema instanceof z.ZodOptional) return prototypeKeys(schema.unwrap() as z.ZodType, input);
  if (schema instanceof z.ZodPipe) return prototypeKeys(schema.in as z.ZodType, input);
  const below = childrenOf(schema, input).flatMap(([key, member, value]) =>
    prototypeKeys(member, value).map((keys) => [key, ...keys]),
  );
  return isOfKeys(schema) && Object.hasOwn(input, "__proto__") ? [["__proto__"], ...below] : below;
}

function isOfKeys(schema: unknown): boolean {
  return schema instanceof z.ZodObject || schema instanceof z.ZodRecord;
}

/** The values in an input that a schema knows, each with its own schema. */
function childrenOf(schema: z.ZodType, input: object): (readonly [string | number, z.ZodType, unknown])[] {
  if (schema instanceof z.ZodArray && Array.isArray(input))
    return input.map((item: unknown, index) => [index, schema.element as z.ZodType, item] as const);
  const shape = schema instanceof z.ZodObject ? (schema.shape as Partial<Record<string, z.ZodType>>) : undefined;
  const ofRecord = schema instanceof z.ZodRecord ? (schema.valueType as z.ZodType) : undefined;
  if (shape === undefined && ofRecord === undefined) return [];
  return Object.entries(input).flatMap(([key, value]) => {
    const member = ofRecord ?? (Object.hasOwn(shape ?? {}, key) ? shape?.[key] : undefined);
    return member === undefined ? [] : [[key, member, value] as const];
  });
}

/** The input without what stands at a path; its own objects are not changed. */
function without(input: unknown, [key, ...rest]: readonly (string | number)[]): unknown {
  if (key === undefined) return undefined;
  if (Array.isArray(input)) {
    return input.flatMap((item: unknown, index) =>
      index === key ? (rest.length === 0 ? [] : [without(item, rest)]) : [item],
    );
  }
  if (typeof input !== "object" || input === null || !Object.hasOwn(input, key)) return input;
  const { [key]: value, ...others } = input as Record<string, unknown>;
  const left = rest.length === 0 ? undefined : without(value, rest);
  return left === undefined ? others : { ...others, [key]: left };
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
