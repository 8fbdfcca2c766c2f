import { textOf } from "../../provider/settings/attribute-facts";
import { codec } from "../../provider/settings/codecs/codec";
import { trimmed } from "../../provider/settings/codecs/patterns";
import { wrongValue } from "../../provider/settings/codecs/value-error";

const form = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

function canonical(text: string): string | undefined {
  return new RegExp(trimmed(form)).test(text) ? text.trim().toLowerCase() : undefined;
}

/** A type of value that IIS does not have: a GUID, canonical in small letters, written in capitals to appcmd. */
export const guid = codec<string>({
  name: "GUID",
  iisType: "guid",
  spellings: "`0123abcd-…`, 32 digits in five groups; letter case does not count",
  hint: "Written in five groups.",
  zero: "No GUID",
  read: (facts, input) => {
    const read = typeof input === "string" ? canonical(input) : undefined;
    if (read === undefined) throw wrongValue(facts, "a GUID", input);
    return read;
  },
  fromText: (_, text) => canonical(text),
  toText: (value) => textOf(value).toUpperCase(),
  describe: (value) => `{${textOf(value)}}`,
  write: (value) => textOf(value).toUpperCase(),
  jsonSchema: () => ({ type: "string", pattern: trimmed(form) }),
  typeScript: () => "`${string}-${string}`",
  pulumi: (_, side) => (side === "output" ? { type: "string" } : { oneOf: [{ type: "string" }, { type: "object" }] }),
});
