import * as z from "zod";
import { mustBe } from "../input/members";
import { lazily } from "../lazily";
import { poolNamePattern, poolNameProblem } from "./pool-name";

/** The name of an application pool. */
export const poolName = lazily(() => nameMember("the name of an application pool", poolNameProblem, poolNamePattern));

/**
 * A name with its own rules.
 *
 * @param problemOf the fault of a text, as a sentence
 * @param pattern of allowed names, for the JSON Schema
 */
export function nameMember(
  what: string,
  problemOf: (text: string) => string | undefined,
  pattern: string,
): z.ZodType<string, string> {
  return z
    .string({ error: mustBe(what) })
    .check(({ value, issues }) => {
      const message = problemOf(value);
      if (message !== undefined) issues.push({ code: "custom", input: value, message });
    })
    .meta({ pattern } as z.GlobalMeta);
}
