import { describeWrong, showGiven } from "../../input/wording";
import { variableKey } from "../../names";
import { isRecord } from "../../record";
import type { AttributeFacts, AttributeValue } from "../attribute-facts";
import { codec, describePlain } from "./codec";
import { printable } from "./patterns";
import { ValueError, type ValueProblem, wrongValue } from "./value-error";
import { checkCharacters, readString } from "./string";

/** Characters that the name or the value of an environment variable may have. */
const longestVariable = 32_767;

/** Microsoft's page on environment variables: their names and their maximum length. */
export const variablesLink = "https://learn.microsoft.com/en-us/windows/win32/procthread/environment-variables";

/**
 * Environment variables, name to value. Windows ignores the letter case of names, so two names that differ only in
 * case are refused; IIS refuses empty names and empty values. Errors never show values: they may be secrets.
 */
export const variables = codec<Variables>({
  name: "map",
  iisType: "map of name to string",
  shape: "map",
  spellings: "a map of names to texts; numbers must be quoted",
  zero: "Empty",
  read: readVariables,
  fromText: () => undefined,
  toText: () => {
    throw new TypeError("appcmd writes a map variable by variable, not as one text");
  },
  equals: (_, a, b) => isVariables(a) && isVariables(b) && equalVariables(a, b),
  describe: (value, before) => describePlain(isVariables(value) ? assignments(hideTexts(value, before)) : value),
  describeDefault: () => "empty",
  jsonSchema: () => ({
    type: "object",
    propertyNames: { pattern: printable, not: { pattern: "^\\s*$|=" }, maxLength: longestVariable },
    additionalProperties: { type: "string", minLength: 1, maxLength: longestVariable, pattern: printable },
  }),
  schemaIsWider:
    "names that differ only in letter case, and texts that are too long only in UTF-16, as Windows counts them",
  typeScript: () => "Readonly<Record<string, string>>",
  pulumi: () => ({ type: "object", additionalProperties: { type: "string" } }),
});

function readVariables(facts: AttributeFacts, input: unknown): Variables {
  const secret: AttributeFacts = { ...facts, secret: true };
  if (!isRecord(input)) throw wrongValue(secret, 'variables such as { NAME: "value" }', input);
  const seen = new Map<string, string>();
  const problems: ValueProblem[] = [];
  const read: [string, string][] = [];
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined) continue;
    const message = nameProblem(name, seen.get(variableKey(name))) ?? valueProblem(secret, value);
    if (message !== undefined) problems.push({ subpath: subpathOf(name), message });
    if (typeof value === "string") read.push([name, value]);
    seen.set(variableKey(name), name);
  }
  ValueError.throwAll(problems);
  return Object.fromEntries(read);
}

function equalVariables(a: Variables, b: Variables): boolean {
  const other = new Map(Object.entries(b).map(([name, value]) => [variableKey(name), value]));
  const entries = Object.entries(a);
  return entries.length === other.size && entries.every(([name, value]) => other.get(variableKey(name)) === value);
}

/** The fault of one variable by itself; the message never shows the value. */
export function variableProblem(name: string, value: string): string | undefined {
  return nameProblem(name, undefined) ?? valueProblem({ secret: true }, value);
}

const tooLong = `is longer than the ${longestVariable} characters that Windows allows for an environment variable; keep the value in a file and put the file's path here`;

/** The place of a variable, without the value if `NAME=value` is given as a name. */
function subpathOf(name: string): string {
  const [shown = ""] = name.split("=", 1);
  return /^[^\p{Cc}]+$/u.test(shown) ? `.${shown}` : `[${JSON.stringify(shown)}]`;
}

function nameProblem(name: string, earlier: string | undefined): string | undefined {
  if (name.trim() === "") return describeWrong("the name of a variable, not blank", name, showGiven);
  if (name.includes("=")) return "the name of a variable cannot hold an equals sign";
  if (name.length > longestVariable) return tooLong;
  if (earlier !== undefined) return `is the same variable as ${earlier}: Windows ignores the letter case of names`;
  return ValueError.messageOf(() => {
    checkCharacters(name);
  });
}

function valueProblem(facts: Pick<AttributeFacts, "secret">, value: unknown): string | undefined {
  if (value === "") return "IIS refuses an empty value; omit the variable to remove it";
  if (typeof value === "string" && value.length > longestVariable) return tooLong;
  if (value === null) return describeWrong("a text", value);
  return ValueError.messageOf(() => readString(facts, value));
}

function assignments(shown: Variables): readonly string[] {
  return Object.entries(shown).map(([name, text]) => `${name}=${text}`);
}

/** Environment variables, name to value. */
type Variables = Readonly<Record<string, string>>;

/**
 * A value that programs may show: for variables only the names, because their values may be secrets; other values are
 * unchanged.
 *
 * @param before the value that it replaces; a variable with another value there is `[changed]`
 */
export function hideVariables(value: AttributeValue, before?: AttributeValue): AttributeValue {
  return isVariables(value) ? hideTexts(value, before) : value;
}

/** The variables with `[secret]` or `[changed]` in place of their values; see {@link hideVariables}. */
function hideTexts(variables: Variables, before: AttributeValue | undefined): Variables {
  const old = before !== undefined && isVariables(before) ? Object.entries(before) : [];
  const earlier = new Map(old.map(([name, text]) => [variableKey(name), text]));
  const shown = Object.entries(variables).map(([name, text]) => {
    const isSame = (earlier.get(variableKey(name)) ?? text) === text;
    return [name, isSame ? "[secret]" : "[changed]"] as const;
  });
  return Object.fromEntries(shown);
}

/** Whether a value is a map. */
export function isVariables(value: AttributeValue): value is Variables {
  return typeof value === "object" && !Array.isArray(value);
}
