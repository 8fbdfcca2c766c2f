import * as z from "zod";
import { mustBe } from "../../input/members";
import { describeWrong, showGiven } from "../../input/wording";
import { lazily } from "../../lazily";

/** The names that {@link hostNameProblem} allows, as a pattern. */
export const hostNamePattern = "^(?=[^]*\\S)[^\\u0000-\\u001f\\u007f-\\u009f*?/\\\\]+$";

/** The fault of a host's name, as one sentence; `undefined` for a valid name. `*` and `?` are wildcards. */
export function hostNameProblem(name: string): string | undefined {
  if (name.trim() === "") return describeWrong("the name of a host, not blank", name, showGiven);
  return /[\p{Cc}*?/\\]/u.test(name) ? "the name of a host cannot contain * ? / \\ or control characters" : undefined;
}

const reserved = ["\\", "/", '"', "|", "<", ">", ":", "*", "?", "]", "[", "+", "=", ";", ",", "@", "&"];
const longest = 64;

/** The names that {@link poolNameProblem} allows, as a pattern; it counts a surrogate pair as one character. */
export const poolNamePattern = `^(?=[^]*\\S)(?:[^\\u0000-\\u001f\\u007f-\\u009f\\ud800-\\udfff${escaped(reserved)}]|[\\ud800-\\udbff][\\udc00-\\udfff]){1,${longest}}$`;

/**
 * The fault of an application pool's name, as one sentence; `undefined` for a name that IIS accepts. Blanks at the
 * ends, dots, quotes and `%` are allowed, as in IIS; the limit of 64 characters is that of IIS Manager and WMI.
 */
export function poolNameProblem(name: string): string | undefined {
  if (name.trim() === "") return describeWrong("the name of an application pool, not blank", name, showGiven);
  if (/\p{Cc}/u.test(name)) return "a name cannot contain control characters such as line breaks or tabs";
  if (/\p{Cs}/u.test(name)) return "a name cannot contain half of a Unicode surrogate pair";
  const found = reserved.filter((character) => name.includes(character));
  if (found.length > 0) return `IIS does not allow ${found.join(" ")} in a name; not allowed are ${reserved.join(" ")}`;
  if (name.length > longest) return `is ${name.length} characters long; IIS Manager and WMI allow ${longest}`;
  return undefined;
}

function escaped(characters: readonly string[]): string {
  return characters.map((character) => (/[\\[\]]/.test(character) ? `\\${character}` : character)).join("");
}

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
