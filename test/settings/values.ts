import fc from "fast-check";
import type { Attribute } from "../../provider/settings/codecs/codec";
import { type AttributeValue, parseValue } from "../../provider/settings/codecs/codecs";
import { accountName } from "../../provider/settings/codecs/account-name";
import { boolean } from "../../provider/settings/codecs/boolean";
import { choice } from "../../provider/settings/codecs/choice";
import { clrVersion } from "../../provider/settings/codecs/clr-version";
import { timeSpan } from "../../provider/settings/codecs/time-span";
import { flags } from "../../provider/settings/codecs/flags";
import { timesOfDay } from "../../provider/settings/codecs/times-of-day";
import { variables } from "../../provider/settings/codecs/variables";
import type { Range } from "../../provider/settings/attribute-facts";
import { rangeOn } from "../../provider/settings/codecs/range";

/** The range that counts for an attribute in the newest IIS; `undefined` where values count nothing. Durations: seconds. */
export function rangeOf(attribute: Attribute): Range | undefined {
  const { scale } = attribute.codec;
  return scale && rangeOn(scale, attribute);
}

const text = fc.string({ unit: "grapheme" }).filter((value) => !/[\p{Cc}\p{Cs}]/u.test(value));

const fullText = text.filter((value) => value !== "");
const clr = fc.constantFrom("", "v1.1", "v2.0", "v4.0");

const account = fc
  .tuple(
    fc.constantFrom("", "CORP\\", ".\\", "corp.example\\"),
    fc.stringMatching(/^[A-Za-z][A-Za-z0-9 _-]{0,18}[a-z0-9$]$/),
  )
  .map((parts) => parts.join(""));

/** Any value that a server may have, canonical: IIS takes any text where a worker process does not. */
export function anyLiveValue(attribute: Attribute): fc.Arbitrary<AttributeValue> {
  if (attribute.codec === clrVersion) return fc.oneof(clr, fc.constantFrom("V4.0", "No Managed Code"), text);
  return attribute.codec === accountName ? fc.oneof(account, text) : anyValue(attribute);
}

/** Any valid value of an attribute, canonical. */
export function anyValue(attribute: Attribute): fc.Arbitrary<AttributeValue> {
  const names = (attribute.values ?? []).map((value) => value.name);
  switch (attribute.codec) {
    case clrVersion:
      return clr;
    case accountName:
      return account;
    case boolean:
      return fc.boolean();
    case choice:
      return fc.constantFrom(...names);
    case flags:
      return fc.subarray(names);
    case timeSpan:
      return seconds(attribute).map((count) => parseValue(attribute, `${count}s`));
    case timesOfDay:
      return fc.array(minutes(0, 1439)).map((items) => parseValue(attribute, items));
    case variables:
      return fc.array(fc.tuple(name, fullText)).map(uniqueNames);
    default:
      return attribute.codec.scale === undefined ? text : fc.integer(rangeOf(attribute));
  }
}

const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_().-]{0,20}$/);

function seconds(attribute: Attribute): fc.Arbitrary<number> {
  const { min, max, step = 1 } = rangeOf(attribute)!;
  return fc.integer({ min: Math.ceil(min / step), max: Math.floor(max / step) }).map((count) => count * step);
}

function minutes(min: number, max: number): fc.Arbitrary<string> {
  return fc.integer({ min, max }).map((count) => `${Math.floor(count / 60)}:${String(count % 60).padStart(2, "0")}`);
}

function uniqueNames(entries: readonly (readonly [string, string])[]): Record<string, string> {
  const byName = new Map(entries.map((entry) => [entry[0].toLowerCase(), entry]));
  return Object.fromEntries(byName.values());
}
