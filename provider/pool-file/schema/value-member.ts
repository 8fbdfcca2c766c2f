import type * as z from "zod";
import { describeLate, type JsonSchema } from "../../input/json-schema";
import { readBy } from "../../input/members";
import { ValueError } from "../../settings/codecs/codecs";

/**
 * A member of a schema whose values a function reads, with its own messages.
 *
 * @param read the value. It throws ValueError for values that it does not accept
 * @param jsonSchema of the accepted values, with the member's metadata; a function makes it only for a JSON Schema
 * @param what it must be, for the fault of a missing value: `a duration`
 */
export function valueMember<T>(
  read: (input: unknown) => T,
  jsonSchema: JsonSchema | (() => JsonSchema),
  what = "a value",
): z.ZodType<T> {
  const member = readBy((input) => {
    try {
      return { value: read(input) };
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      return { faults: error.problems.map(({ subpath, message }) => ({ keys: keysOf(subpath), message })) };
    }
  }, what);
  return typeof jsonSchema === "function" ? describeLate(member, jsonSchema) : member.meta(jsonSchema as z.GlobalMeta);
}

/** `[1]`, `.PATH` and `["a\tb"]` as keys. */
function keysOf(subpath: string): (string | number)[] {
  if (subpath === "") return [];
  return [subpath.startsWith(".") ? subpath.slice(1) : (JSON.parse(subpath.slice(1, -1)) as string | number)];
}
