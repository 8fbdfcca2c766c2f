import * as z from "zod";
import type { JsonSchema } from "../input/json-schema";
import { ValueError } from "../schema/codecs";

/**
 * A member of a schema whose values a function reads; it words its own faults.
 *
 * @param read the value. It throws ValueError for what it does not take
 * @param jsonSchema of what it takes, with the member's metadata
 * @param what it must be, for the fault of a value that is missing: `a duration`
 */
export function valueMember<T>(read: (input: unknown) => T, jsonSchema: JsonSchema, what = "a value"): z.ZodType<T> {
  const member = z.unknown().transform((input, context) => {
    if (input === undefined) {
      const message = `is required and must be ${what}`;
      context.issues.push({ code: "invalid_type", expected: "nonoptional", input, message });
      return z.NEVER;
    }
    try {
      return read(input);
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      for (const { subpath, message } of error.problems) {
        context.issues.push({ code: "custom", input, path: keysOf(subpath), message });
      }
      return z.NEVER;
    }
  });
  return member.meta(jsonSchema as z.GlobalMeta);
}

/** `[1]`, `.PATH` and `["a\tb"]` as keys. */
function keysOf(subpath: string): (string | number)[] {
  if (subpath === "") return [];
  return [subpath.startsWith(".") ? subpath.slice(1) : (JSON.parse(subpath.slice(1, -1)) as string | number)];
}
