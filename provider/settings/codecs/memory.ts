import type { AttributeFacts, AttributeValue } from "../attribute-facts";
import { codec, describePlain } from "./codec";
import { anyCase, digits, either, trimmed } from "./patterns";
import { checkRange, rangeOn, type Scale } from "./range";
import { wrongValue } from "./value-error";
import { numberSchema, numberType, parseInteger, readInteger, uintRange } from "./integer";

/** KB in each unit; units are powers of 1024, as in IIS Manager. */
const units = { KB: 1, MB: 1024, GB: 1024 ** 2, TB: 1024 ** 3 } as const;
const largeUnits = ["TB", "GB", "MB"] as const;
/** A size in lower case. Letter case is ignored, so the Kelvin sign is also a K. */
const sizeForm = /^(\d{1,12}(?:\.\d{1,9})?) ?(kb|mb|gb|tb)$/;
const scale: Scale = { range: uintRange, describe: describeInBoth };

/** An amount of memory in KB (1024 bytes). Reads a number or digits as KB, and texts such as `1.5GB`, `512 MB`. */
export const memory = codec<number>({
  name: "memory",
  iisType: "uint",
  spellings: "a number of KB, or `512MB`, `1.5GB`, `1TB`; units of 1024, whole KB",
  hint: 'Written as a number of KB, or "512MB", "1.5GB".',
  scale,
  read: readMemory,
  fromText: (_, text) => readInteger(text),
  describe: (value) => (typeof value === "number" ? describeMemory(value) : describePlain(value)),
  describeDefault: (_, text) => describeInBoth(readInteger(text) ?? 0),
  write: writeMemory,
  jsonSchema: (facts) => {
    const { min, max } = rangeOn(scale, facts);
    const sizes = Object.entries(units).map(
      ([unit, size]) => `${digits(0, Math.floor(max / size), 12)}(?:\\.[0-9]{1,9})? ?${anyCase(unit)}`,
    );
    const pattern = trimmed(either([digits(min, max, 15), ...sizes]));
    return { anyOf: [numberSchema(scale, facts), { type: "string", pattern }] };
  },
  schemaIsWider: "an amount that is not a whole number of KB, such as 0.1GB",
  typeScript: () => "number | string",
  pulumi: (facts, side) =>
    side === "output" ? numberType(scale, facts) : { oneOf: [numberType(scale, facts), { type: "string" }] },
});

function readMemory(facts: AttributeFacts, input: unknown): number {
  if (typeof input === "number" || (typeof input === "string" && /^\d+$/.test(input.trim()))) {
    return parseInteger(scale, facts, input);
  }
  const match = typeof input === "string" ? sizeForm.exec(input.trim().toLowerCase()) : null;
  if (match === null) throw wrongValue(facts, 'an amount of memory such as "1.5GB", "512MB" or a number of KB', input);
  const unit = String(match[2]).toUpperCase() as keyof typeof units;
  const kilobytes = Number(match[1]) * units[unit];
  if (!Number.isInteger(kilobytes)) throw wrongValue(facts, "a whole number of KB", input, `it is ${kilobytes} KB`);
  checkRange(scale, facts, kilobytes);
  return kilobytes;
}

/** `1.5 GB`, `512 KB`, `0`; an amount that is not exact with two decimals is in KB too: `1572865 KB (about 1.5 GB)`. */
function describeMemory(kilobytes: number): string {
  const { amount, isExact } = inLargeUnit(kilobytes);
  return isExact ? amount : describeInBoth(kilobytes);
}

/** In the number that IIS stores and in a large unit: `1572864 KB (1.5 GB)`, `512 KB`, `0`. */
function describeInBoth(kilobytes: number): string {
  const { amount, isExact } = inLargeUnit(kilobytes);
  const isSmall = kilobytes < units.MB;
  return isSmall ? amount : `${kilobytes} KB (${isExact ? "" : "about "}${amount})`;
}

function inLargeUnit(kilobytes: number): { readonly amount: string; readonly isExact: boolean } {
  const unit = largeUnits.find((name) => kilobytes >= units[name]);
  if (unit === undefined) return { amount: kilobytes === 0 ? "0" : `${kilobytes} KB`, isExact: true };
  const amount = kilobytes / units[unit];
  const rounded = Math.round(amount * 100) / 100;
  return { amount: `${rounded} ${unit}`, isExact: rounded === amount };
}

/** In the largest unit with at most two decimals, so the text is exact and short; else in KB. */
function writeMemory(value: AttributeValue): AttributeValue {
  if (typeof value !== "number" || value === 0) return value;
  const unit = largeUnits.find((name) => value >= units[name] && Number.isInteger((value / units[name]) * 100));
  return unit === undefined ? value : `${value / units[unit]}${unit}`;
}
