// The JSON Schema of each setting against its reader: it accepts what is read, and of what is not only what schemaIsWider names.
import Ajv from "ajv";
import fc from "fast-check";
import { settingAttributes } from "../../provider/settings/app-pool-attributes";
import type { Attribute } from "../../provider/settings/codecs/codec";
import { parseValue, ValueError } from "../../provider/settings/codecs/codecs";
import { attributeSchema, schemaIsWider } from "../../provider/settings/generate/json-schema";
import { anyValue, rangeOf } from "./values";

const ajv = new Ajv({ strict: true, allowUnionTypes: true });

/** What is said of an input that only the schema accepts, by the name of its type. */
const widerMessages: Readonly<Record<string, RegExp>> = {
  duration: /^must be between/,
  memory: /^must be a whole number of KB,/,
  map: /is the same variable as/,
};

/** What such an input looks like. */
const widerInputs: Readonly<Record<string, RegExp>> = { duration: /\d[dhm] {0,3}\d/i, memory: /\.\d*[1-9]/, map: /./ };

test("the types whose schema is wider are those that say so", () => {
  expect(Object.keys(schemaIsWider).toSorted()).toEqual([...Object.keys(widerMessages), "other"].toSorted());
});

const blank = fc.constantFrom("", "", "", " ", "  ", "\t", "\n", "\u00a0", "\ufeff");

/** Numbers on both sides of every bound, in every unit. */
function numbersOf(attribute: Attribute): readonly number[] {
  const { min, max } = rangeOf(attribute) ?? { min: 0, max: 255 };
  const units = [1, 24, 60, 1000, 3600, 86_400, 1024, 1024 ** 2, 1024 ** 3];
  const bounds = [min, max, ...units.flatMap((unit) => [min / unit, max / unit, max % unit])].map(Math.floor);
  const near = [0, 5, 23, 59, ...bounds].flatMap((bound) => [bound - 1, bound, bound + 1]);
  return [...new Set([...near, ...(attribute.values ?? []).map(({ number }) => number)])];
}

/** Pieces of texts of every type, in an order that may mean something or nothing. */
function soupOf(attribute: Attribute): fc.Arbitrary<string> {
  const names = (attribute.values ?? []).map(({ name }) => name);
  const signs = [
    "d",
    "h",
    "m",
    "s",
    "D",
    "H",
    "M",
    "S",
    ":",
    ".",
    " ",
    "%",
    "+",
    "-",
    ",",
    "KB",
    "mb",
    "GB",
    "TB",
    "e",
  ];
  const texts = [
    "None",
    "true",
    "False",
    "v4.0",
    "V2.0",
    "CORP\\",
    "svc",
    "@",
    "/",
    "'",
    "\\",
    "\u200b",
    "😀",
    "\ud83d",
  ];
  const number = fc
    .tuple(fc.constantFrom("", "", "0", "000"), fc.constantFrom(...numbersOf(attribute).map(String)))
    .map(([zeros, digits]) => zeros + digits);
  const piece = fc.oneof(
    { weight: 4, arbitrary: number },
    { weight: 4, arbitrary: fc.constantFrom(...signs) },
    { weight: 2, arbitrary: fc.constantFrom("", ...names, ...names.map((name) => name.toUpperCase())) },
    { weight: 1, arbitrary: fc.constantFrom(...texts) },
  );
  return fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(""));
}

/** Texts of the form of durations, clocks and times of day, and of amounts with a unit. */
function shapedOf(attribute: Attribute): fc.Arbitrary<string> {
  const number = fc.oneof(
    fc.constantFrom(...numbersOf(attribute).filter((one) => one >= 0)).map(String),
    fc.nat({ max: 70 }).map(String),
    fc.nat({ max: 70 }).map((one) => String(one).padStart(2, "0")),
  );
  const part = (sign: string): fc.Arbitrary<string> =>
    fc.oneof(
      fc.constant(""),
      number.map((one) => one + sign),
    );
  const gap = fc.constantFrom("", "", " ", "  ");
  return fc.oneof(
    fc.tuple(part("d"), gap, part("h"), gap, part("m"), gap, part("s")).map((parts) => parts.join("")),
    fc
      .tuple(
        part("."),
        number,
        fc.constant(":"),
        number,
        fc.oneof(
          fc.constant(""),
          number.map((one) => `:${one}`),
        ),
      )
      .map((parts) => parts.join("")),
    fc
      .tuple(
        number,
        fc.oneof(
          fc.constant(""),
          number.map((one) => `.${one}`),
        ),
        gap,
        fc.constantFrom("%", "KB", "Mb", "GB", "tB"),
      )
      .map((parts) => parts.join("")),
  );
}

/** A text with one letter gone, doubled, in the other case or another one. */
function mutated(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const other = fc.constantFrom("", "0", "9", ",", " ", "x", "K", "k", "\u212a", "\u0000", "\n", "\ud800");
  return fc.tuple(text, fc.nat(), other, fc.nat({ max: 3 })).map(([whole, position, sign, kind]) => {
    const at = position % (whole.length + 1);
    const [before, letter, after] = [whole.slice(0, at), whole.slice(at, at + 1), whole.slice(at + 1)];
    const changed = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
    return before + [sign, letter + letter, changed, sign + letter][kind]! + after;
  });
}

function inputsOf(attribute: Attribute): fc.Arbitrary<unknown> {
  const value = anyValue(attribute);
  const { codec } = attribute;
  const written = fc.oneof(value.map(codec.write), codec.shape === "map" ? value : value.map(codec.toText));
  const asText = written.map((one) => (typeof one === "object" ? Object.values(one).join(",") : String(one)));
  const text = fc.oneof(asText, soupOf(attribute), shapedOf(attribute), mutated(asText), mutated(shapedOf(attribute)));
  const blanks = fc.tuple(blank, text, blank).map((parts) => parts.join(""));
  const number = fc.oneof(fc.constantFrom(...numbersOf(attribute)), fc.double(), fc.integer());
  const names = (attribute.values ?? []).map(({ name }) => name);
  const item = fc.oneof(blanks, fc.constantFrom("none", ...names), fc.jsonValue());
  const variableName = fc.oneof(
    fc.constantFrom("A", "a", "PATH", "A=B", " ", "", "x\ny"),
    fc.string({ unit: "grapheme" }),
  );
  const variable = fc.oneof(
    { weight: 9, arbitrary: fc.string({ unit: "grapheme" }) },
    { weight: 1, arbitrary: fc.jsonValue() },
  );
  return fc.oneof(
    { weight: 2, arbitrary: value },
    { weight: 2, arbitrary: written },
    { weight: 8, arbitrary: blanks },
    { weight: 3, arbitrary: number },
    { weight: 3, arbitrary: fc.array(item, { maxLength: 3 }) },
    { weight: codec.shape === "map" ? 8 : 1, arbitrary: fc.dictionary(variableName, variable, { maxKeys: 3 }) },
    { weight: 1, arbitrary: fc.jsonValue() },
  );
}

test.each(settingAttributes)("$path: the schema and the reader agree", (attribute) => {
  const accepts = ajv.compile(attributeSchema(attribute));
  const { name } = attribute.codec;
  fc.assert(
    fc.property(inputsOf(attribute), (generated) => {
      // As a file would hold it.
      const input = JSON.parse(JSON.stringify(generated)) as unknown;
      const refusal = ValueError.messageOf(() => parseValue(attribute, input));
      const isWider =
        refusal !== undefined &&
        widerMessages[name]?.test(refusal) === true &&
        widerInputs[name]?.test(JSON.stringify(input)) === true;
      if (isWider) return;
      expect({ input, refusal, accepts: accepts(input) }).toEqual({ input, refusal, accepts: refusal === undefined });
    }),
    { numRuns: 500 },
  );
});
