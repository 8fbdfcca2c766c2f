import * as z from "zod";
import { isRecord, ownValue } from "../record";
import { mustBe } from "./members";
import { describeOther } from "./wording";

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
