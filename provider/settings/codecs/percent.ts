import type { AttributeFacts } from "../attribute-facts";
import { codec, describePlain } from "./codec";
import { digits, integerText, either, trimmed } from "./patterns";
import { checkRange, rangeOn, type Scale } from "./range";
import { wrongValue } from "./value-error";
import { numberSchema, numberType, parseInteger, readInteger, uintRange } from "./integer";

const percentForm = /^(\d{1,9})(?:\.(\d{1,3}))? ?%$/;
const scale: Scale = { range: uintRange, describe: describeInBoth };

/** A share in thousandths of a percent. Reads the number itself and texts such as `50%` and `12.5 %`. */
export const percent = codec<number>({
  name: "share",
  iisType: "uint",
  spellings: "a number of 1/1000 %, or `50%`, `12.5%`",
  hint: 'Written as a number of 1/1000 %, or "50%", "12.5%".',
  scale,
  read: readPercent,
  fromText: (_, text) => readInteger(text),
  describe: (value) => (typeof value === "number" ? describePercent(value) : describePlain(value)),
  describeDefault: (_, text) => describeInBoth(readInteger(text) ?? 0),
  write: (value) => (typeof value === "number" && value !== 0 ? `${value / 1000}%` : value),
  jsonSchema: (facts) => {
    const range = rangeOn(scale, facts);
    const pattern = trimmed(either([integerText(range), sharesUpTo(Math.floor(range.max / 1000))]));
    return { anyOf: [numberSchema(scale, facts), { type: "string", pattern }] };
  },
  typeScript: () => "number | string",
  pulumi: (facts, side) =>
    side === "output" ? numberType(scale, facts) : { oneOf: [numberType(scale, facts), { type: "string" }] },
});

function readPercent(facts: AttributeFacts, input: unknown): number {
  if (typeof input !== "string" || !input.includes("%")) return parseInteger(scale, facts, input);
  const match = percentForm.exec(input.trim());
  if (match === null) throw wrongValue(facts, 'a share such as "50%" or "12.5%"', input);
  const value = Number(`${String(match[1])}${(match[2] ?? "").padEnd(3, "0")}`);
  checkRange(scale, facts, value);
  return value;
}

/** Texts of shares up to a number of whole percent. */
function sharesUpTo(most: number): string {
  return `${either([`${digits(0, most - 1, 9)}(?:\\.[0-9]{1,3})?`, `${digits(most, most, 9)}(?:\\.0{1,3})?`])} ?%`;
}

/** `50 %`, `0`. */
function describePercent(thousandths: number): string {
  return thousandths === 0 ? "0" : `${thousandths / 1000} %`;
}

/** In the number that IIS stores too: `50000 (50 %)`, `0`. */
function describeInBoth(thousandths: number): string {
  return thousandths === 0 ? "0" : `${thousandths} (${describePercent(thousandths)})`;
}
