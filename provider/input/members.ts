import * as z from "zod";
import { describeKind } from "./describe-given";
import { ZodOwnRecord } from "./own-keys";
import { describeBounds, describeOther, describeWrong, type Show } from "./wording";

/**
 * The members of which the schemas of all documents from outside are built. Each words its own fault: `must be …`, with what
 * was given where that can hold no secret.
 */

/** What there is to know of a member besides its type: zod's own metadata (`.meta()`), with these keys of ours. */
declare module "zod" {
  interface GlobalMeta {
    /** What holds where the member is left out, in words. */
    defaultsTo?: string;
    /** The value must never be shown. */
    secret?: true;
    /** With another value the document means another server. */
    isIdentity?: true;
    /** The environment variable that holds the value where the member is left out. */
    environment?: string;
    /** What each of a few accepted texts means. */
    valueDocs?: Readonly<Record<string, string>>;
  }
}

/** A member that may be left out; `undefined` counts as left out. */
export function optional<S extends z.ZodType>(schema: S): z.ZodExactOptional<S> {
  // Programs without exactOptionalPropertyTypes hand over undefined, which the types do not say.
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

const notBlank = /^(?=[^]*\S)[^\0]*$/;

/**
 * A text of a form of its own.
 *
 * @param form tells, as a pattern that holds for the JSON Schema too
 * @param show what was given, for the fault
 */
export function textLike(form: RegExp, what: string, show?: Show): z.ZodString {
  const error = mustBe(what, show);
  return z.string({ error }).regex(form, { error });
}

/**
 * A text that is a secret: a fault shows nothing of what was given.
 *
 * @param form tells, as a pattern that holds for the JSON Schema too. Default: what is not blank and holds no NUL
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

/** One of a few texts. For the fault: how what was given is shown, and what the texts mean. */
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

/** What a function has read: the value, or all that is wrong with it. */
export type ReadValue<T> = { readonly value: T } | { readonly faults: readonly FaultInside[] };

/** A fault of a value, or of what stands in it. */
interface FaultInside {
  /** Where in the value; default: the whole of it. */
  readonly keys?: readonly (string | number)[];
  readonly message: string;
}

/**
 * A value with a grammar of its own, which a function reads.
 *
 * @param what it must be, for the fault of a value that is missing: `a duration`
 */
export function readBy<T>(read: (input: unknown) => ReadValue<T>, what: string): z.ZodType<T> {
  return z.unknown().transform((input, { issues }) => {
    const found: ReadValue<T> = input === undefined ? { faults: [] } : read(input);
    if ("value" in found) return found.value;
    // Not "custom", which is no fault of something that is missing.
    if (input === undefined)
      issues.push({ code: "invalid_type", expected: "nonoptional", input, message: describeWrong(what, input) });
    for (const { keys = [], message } of found.faults) issues.push({ code: "custom", input, path: [...keys], message });
    return z.NEVER;
  });
}

/** The fault of a member: that it is required, or what it must be. @param show what was given */
export function mustBe(what: string, show?: Show): z.core.$ZodErrorMap {
  return ({ input }) => describeWrong(what, input, show);
}
