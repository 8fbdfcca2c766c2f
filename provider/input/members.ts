import * as z from "zod";
import { isPlain, isRecord } from "../record";
import { describeBounds, describeKind, describeOther, describeWrong, type Show } from "./wording";

/**
 * zod's objects and records with own keys only: without those of a prototype, but with a key called `__proto__`, which
 * zod ignores. Maps, dates and lists are not objects with keys.
 */

/** zod's objects. A key called `__proto__` is read as an unknown key. */
export class ZodOwnObject extends z.ZodObject {
  constructor(def: z.core.$ZodObjectDef) {
    super(def);
    readOwnKeys(this, ZodOwnObject, def.catchall);
  }
}

/** zod's records. No key can be called `__proto__`. */
export class ZodOwnRecord extends z.ZodRecord {
  constructor(def: z.core.$ZodRecordDef) {
    super(def);
    readOwnKeys(this, ZodOwnRecord);
  }
}

const noName = z.never({ error: "__proto__ cannot be a name here" });

/**
 * @param constr creates copies of the schema, with metadata or checks
 * @param ofProto reads the value of a key called `__proto__`, for its faults
 */
function readOwnKeys(
  schema: z.ZodObject | z.ZodRecord,
  constr: typeof ZodOwnObject | typeof ZodOwnRecord,
  ofProto: z.core.$ZodType = noName,
): void {
  const { _zod: internals } = schema;
  const run = internals.run.bind(internals);
  const hasChecks = (internals.def.checks ?? []).length > 0;
  internals.constr = constr;
  internals.run = (payload, context) => {
    const value: unknown = payload.value;
    if (!isRecord(value)) {
      payload.issues.push({ code: "invalid_type", expected: "object", input: value, inst: schema });
      return payload;
    }
    if (Object.hasOwn(value, "__proto__")) {
      const read = ofProto._zod.run({ value: value["__proto__"], issues: [] }, context);
      if ("issues" in read) for (const issue of read.issues) payload.issues.push({ ...issue, path: ["__proto__"] });
    }
    payload.value = isPlain(value) ? value : { ...value };
    // Without checks zod's `run` is `parse`, and zod may replace `parse` at its first read.
    return hasChecks ? run(payload, context) : internals.parse(payload, context);
  };
}

/**
 * The members of all schemas for external documents. Each has its own message: `must be …`, with the given value unless
 * it may be a secret.
 */

/** The metadata of a member (`.meta()` of zod), with our own keys. */
declare module "zod" {
  interface GlobalMeta {
    /** The default, in words. */
    defaultsTo?: string;
    /** Whether the value must never be shown. */
    secret?: true;
    /** The pattern of a secret in a file, if it can also be the path of another file. Default: `${env:NAME}`. */
    formInFile?: string;
    /** Whether another value means another server. */
    isIdentity?: true;
    /** The environment variable that the member falls back to. */
    environment?: string;
    /** The meaning of each accepted text. */
    valueDocs?: Readonly<Record<string, string>>;
  }
}

/** An optional member; `undefined` counts as omitted. */
export function optional<S extends z.ZodType>(schema: S): z.ZodExactOptional<S> {
  // Programs without exactOptionalPropertyTypes may pass undefined, which the types exclude.
  return schema.optional() as unknown as z.ZodExactOptional<S>;
}

/**
 * A text that is not blank and holds no NUL.
 *
 * @param what it must be, for the fault: `a path`.
 */
export function text(what: string): z.ZodString {
  return textLike(notBlank, what);
}

/** Any value, for a function that reads it: one for all, because schemas are made at each start of a program. */
export const anything = z.unknown();

const notBlank = /^(?=[^]*\S)[^\0]*$/;

/**
 * A text that matches a pattern.
 *
 * @param form the pattern, also for the JSON Schema
 * @param show shows the given value, for the fault
 */
export function textLike(form: RegExp, what: string, show?: Show): z.ZodString {
  const error = mustBe(what, show);
  return z.string({ error }).regex(form, { error });
}

/**
 * A text that is a secret: no fault shows the given value.
 *
 * @param form the pattern, also for the JSON Schema. Default: not blank and without NUL
 */
export function secretText(what: string, form = notBlank): z.ZodString {
  return textLike(form, what, describeKind).meta({ secret: true });
}

/** A whole number between `least` and `most`, both included. @param unit of the number, for the fault: `seconds` */
export function wholeNumber(least: number, most: number, unit?: string): z.ZodInt {
  const error = mustBe(`a whole number ${describeBounds(least, most, unit)}`);
  return z.int({ error }).min(least, { error }).max(most, { error });
}

/** A number between `least` and `most`, both included. @param unit of the number, for the fault: `seconds` */
export function number(least: number, most: number, unit?: string): z.ZodNumber {
  const error = mustBe(`a number ${describeBounds(least, most, unit)}`);
  return z.number({ error }).min(least, { error }).max(most, { error });
}

/** `true` or `false`. */
export function bool(): z.ZodBoolean {
  return z.boolean({ error: mustBe("true or false") });
}

/** One of a few texts. For the fault: a function that shows the given value, and the meaning of the texts. */
export function oneOf<const T extends readonly string[]>(
  names: T,
  { show, meaning }: { readonly show?: Show; readonly meaning?: string } = {},
): z.ZodEnum<{ [K in T[number]]: K }> {
  return z.enum(names, { error: ({ input }) => describeOther(names, input, show, meaning) });
}

/** A list. @param what it must be, for the fault: `a list of hosts` */
export function list<S extends z.ZodType>(item: S, what: string): z.ZodArray<S> {
  return z.array(item, { error: mustBe(what) });
}

/** An object whose keys the user chooses. @param what it must be, for the fault: `an object with a connection by host` */
export function record<K extends z.ZodType<string, string>, V extends z.ZodType>(
  key: K,
  value: V,
  what: string,
): z.ZodRecord<K, V> {
  const record = new ZodOwnRecord({ type: "record", keyType: key, valueType: value, error: mustBe(what) });
  return record as z.ZodRecord<K, V>;
}

/** The result of a read function: the value, or all its faults. */
export type ReadValue<T> = { readonly value: T } | { readonly faults: readonly FaultInside[] };

/** A fault of a value, or of a part of it. */
interface FaultInside {
  /** The place in the value; default: the whole value. */
  readonly keys?: readonly (string | number)[];
  readonly message: string;
}

/**
 * A value with its own grammar, which a function reads.
 *
 * @param what it must be, for the fault of a value that is missing: `a duration`
 */
export function readBy<T>(read: (input: unknown) => ReadValue<T>, what: string): z.ZodType<T> {
  return anything.transform((input, { issues }) => {
    const found: ReadValue<T> = input === undefined ? { faults: [] } : read(input);
    if ("value" in found) return found.value;
    // Not "custom", because zod would not report it as missing.
    if (input === undefined)
      issues.push({ code: "invalid_type", expected: "nonoptional", input, message: describeWrong(what, input) });
    for (const { keys = [], message } of found.faults) issues.push({ code: "custom", input, path: [...keys], message });
    return z.NEVER;
  });
}

/** The message of a member: that it is required, or what it must be. @param show shows the given value */
export function mustBe(what: string, show?: Show): z.core.$ZodErrorMap {
  return ({ input }) => describeWrong(what, input, show);
}

/** A member with the type that programs write; its output is not used. */
export function asWritten<I>(member: z.ZodType): z.ZodType<unknown, I> {
  return member as z.ZodType<unknown, I>;
}
