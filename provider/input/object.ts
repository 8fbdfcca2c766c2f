import * as z from "zod";
import { isRecord, ownValue } from "../record";
import { anything, mustBe, ZodOwnObject } from "./members";
import { describeOther } from "./wording";

/** A fault of several members together, and its place: the keys below the object. */
export interface RuleFault {
  readonly keys: readonly (string | number)[];
  readonly message: string;
}

/** A rule over several members of an object, for its `check()`. It runs if each of them is valid. */
export function rule<T>(faultsOf: (value: T) => readonly RuleFault[]): z.core.CheckFn<T> {
  return ({ value, issues }) => {
    for (const { keys, message } of faultsOf(value)) {
      // It also runs if other members of the outer objects have faults.
      issues.push({ code: "custom", input: value, path: [...keys], message, continue: true });
    }
  };
}

/** Options of {@link object}. */
interface ObjectOptions {
  /** What it must be, for the fault of another type. Default: `an object with` its keys. */
  readonly what?: string;
  /** What the user may have meant by a key that is not known. Default: the nearest of the known keys. */
  readonly unknownKey?: (key: string) => string;
}

/** Marks an issue as an unknown key, for {@link faultsOf}. */
export interface UnknownKey {
  readonly known: readonly string[];
  readonly word: ((key: string) => string) | undefined;
}

/**
 * An object with known keys and no others. Each other key is a fault of its own, at its own place; a key whose value is
 * `undefined` counts as omitted.
 */
export function object<const S extends z.core.$ZodLooseShape>(
  shape: S,
  { what, unknownKey }: ObjectOptions = {},
): z.ZodObject<S, z.core.$strict> {
  const known = Object.keys(shape);
  const params: UnknownKey = { known, word: unknownKey };
  const refuse = anything.transform((value, context) => {
    if (value !== undefined) context.issues.push({ code: "custom", input: value, params, message: "unknown key" });
    // The value is not included: zod would wait for it if it is a promise.
    return undefined;
  });
  const error = mustBe(what ?? `an object with ${known.join(", ")}`);
  const catchall = refuse.register(z.globalRegistry, { not: {} });
  return new ZodOwnObject({ type: "object", shape, catchall, error }) as z.ZodObject<S, z.core.$strict>;
}

/** Objects with known keys, at least one; each has another value of the same key. */
type Forms = readonly [z.ZodObject, ...z.ZodObject[]];

/**
 * One of several objects, selected by the value of one key.
 *
 * @param what it must be, for the fault: `a change`
 */
export function objectBy<K extends string, const F extends Forms>(
  key: K,
  forms: F,
  what: string,
): z.ZodDiscriminatedUnion<F, K> {
  const names = forms.flatMap(({ shape }) => [...((shape[key] as z.ZodType)._zod.values ?? [])].map(String));
  return z.discriminatedUnion(key, forms, {
    error: (issue) => {
      const { input } = issue;
      if (!isRecord(input)) return mustBe(what)(issue);
      return describeOther(names, ownValue(input, key));
    },
  });
}
