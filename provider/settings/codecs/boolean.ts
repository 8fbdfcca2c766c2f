import { codec } from "./codec";
import { anyCase, trimmed } from "./patterns";
import { wrongValue } from "./value-error";

/** A truth value. Reads booleans and the texts `true` and `false` in any letter case. */
export const boolean = codec<boolean>({
  name: "bool",
  iisType: "bool",
  spellings: "`true` or `false`, also as text",
  read: (facts, input) => {
    const value = typeof input === "string" ? readBool(input) : input;
    if (typeof value === "boolean") return value;
    throw wrongValue(facts, "true or false", input);
  },
  fromText: (_, text) => readBool(text),
  jsonSchema: () => ({
    anyOf: [{ type: "boolean" }, { type: "string", pattern: trimmed(`${anyCase("true")}|${anyCase("false")}`) }],
  }),
  typeScript: () => "boolean",
  pulumi: () => ({ type: "boolean" }),
});

function readBool(text: string): boolean | undefined {
  const lower = text.trim().toLowerCase();
  return lower === "true" || lower === "false" ? lower === "true" : undefined;
}
