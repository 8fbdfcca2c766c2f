/**
 * The message for a YAML syntax fault, in our own words: the parser's message may quote the file, which may contain a
 * password.
 *
 * @param code the parser's code, for example `MISSING_CHAR`
 * @param parserMessage shown only if it is one of the parser's fixed sentences
 */
export function yamlMessage(code: string, parserMessage: string): string {
  const known = fixed.find(([start]) => parserMessage.startsWith(start));
  return known?.[1] ?? byCode[code] ?? "is not YAML";
}

const fixed: readonly (readonly [string, string])[] = [
  ["Missing closing '", "the text in single quotes is never closed"],
  ['Missing closing "', "the text in double quotes is never closed"],
  ["Missing closing", "the quote or bracket is never closed"],
  ["Implicit map keys need to be followed", 'this line is not "key: value"; add a colon and a blank'],
  ["Implicit keys need to be on a single line", 'this line is not "key: value"; add a colon and a blank'],
  ["Missing space after :", "a blank is missing after the colon"],
  ["Missing , ", "a comma is missing"],
  ["Sequence item without -", "an entry of this list has no dash, or is not in the dash's column"],
  ["Comments must be separated", "a blank is missing before the #"],
  ["Tags and anchors must be separated", "a blank is missing after the tag or anchor"],
  ["Flow map", "the bracket { is never closed, or is in the wrong column"],
  ["Flow sequence", "the bracket [ is never closed, or is in the wrong column"],
  [
    "Nested mappings are not allowed",
    "a second colon on one line: put the value in quotes or its keys on lines of their own",
  ],
  ["All mapping items must start at the same column", "keys of one group must start in the same column"],
  ["All sequence items must start at the same column", "entries of one list must start in the same column"],
  ["Alias ending in :", "a blank is missing between the alias and the colon"],
];

const byCode: Readonly<Record<string, string>> = {
  ALIAS_PROPS: "an alias can have neither tag nor anchor",
  BAD_ALIAS: "an anchor or alias must have a name",
  BAD_COLLECTION_TYPE: "the tag does not match its value; remove the tag",
  BAD_DIRECTIVE: "a directive (a line that starts with %), which pool files do not support; remove it",
  BAD_DQ_ESCAPE: "not an escape of YAML; write \\\\ for a backslash, or remove the double quotes",
  BAD_INDENT:
    "wrong indentation: keys of one group start in the same column, and further right than the group's own key",
  BAD_PROP_ORDER: "anchors and tags must be after the dash or the question mark",
  BAD_SCALAR_START: "a text that starts with this character must be in quotes",
  BLOCK_AS_IMPLICIT_KEY: "a second colon on one line: put the value in quotes or its keys on lines of their own",
  BLOCK_IN_FLOW: "inside { } and [ ] only values on the line itself are allowed",
  KEY_OVER_1024_CHARS: "a key of more than 1024 characters; is a quote or bracket never closed?",
  MISSING_CHAR: "something is missing here: a colon, comma, quote or bracket",
  MULTILINE_IMPLICIT_KEY: 'this line is not "key: value"; add a colon and a blank',
  MULTIPLE_ANCHORS: "a value can have one anchor only",
  MULTIPLE_DOCS: "a second document in one file; put it into a file of its own",
  MULTIPLE_TAGS: "a value can have one tag only",
  NON_STRING_KEY: "a key must be a text",
  RESOURCE_EXHAUSTION: "is nested too deeply",
  TAB_AS_INDENT: "a tab in the indentation; YAML allows blanks only",
  TAG_RESOLVE_FAILED: "an unknown tag; pool files have no tags, remove it",
  UNEXPECTED_TOKEN: "unexpected text; is a quote, bracket or comma missing before it?",
};
