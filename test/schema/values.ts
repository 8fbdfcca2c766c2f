import fc from "fast-check";
import type { Attribute } from "../../provider/schema/attribute";
import { type AttributeValue, parseValue } from "../../provider/schema/codecs";
import { rangeOf } from "../../provider/schema/range-check";

const text = fc.string({ unit: "grapheme" }).filter((value) => !/[\p{Cc}\p{Cs}]/u.test(value));

const account = fc
  .tuple(
    fc.constantFrom("", "CORP\\", ".\\", "corp.example\\"),
    fc.stringMatching(/^[A-Za-z][A-Za-z0-9 _-]{0,18}[a-z0-9$]$/),
  )
  .map((parts) => parts.join(""));

/** Any value that a server may have, canonical: IIS takes any text where a worker process does not. */
export function anyLiveValue(attribute: Attribute): fc.Arbitrary<AttributeValue> {
  if (attribute.texts !== undefined)
    return fc.oneof(fc.constantFrom(...attribute.texts, "V4.0", "No Managed Code"), text);
  return attribute.readText === undefined ? anyValue(attribute) : fc.oneof(account, text);
}

/** Any valid value of an attribute, canonical. */
export function anyValue(attribute: Attribute): fc.Arbitrary<AttributeValue> {
  if (attribute.kind === "list") return fc.array(minutes(0, 1439)).map((items) => parseValue(attribute, items));
  if (attribute.kind === "map")
    return fc
      .array(
        fc.tuple(
          name,
          text.filter((value) => value !== ""),
        ),
      )
      .map(uniqueNames);
  const names = (attribute.values ?? []).map((value) => value.name);
  switch (attribute.type) {
    case "string":
      if (attribute.texts !== undefined) return fc.constantFrom(...attribute.texts);
      return attribute.readText === undefined ? text : account;
    case "bool":
      return fc.boolean();
    case "enum":
      return fc.constantFrom(...names);
    case "flags":
      return fc.subarray(names);
    case "uint":
    case "int":
      return fc.integer({ min: rangeOf(attribute)!.min, max: rangeOf(attribute)!.max });
    case "timeSpan":
      return seconds(attribute).map((count) => parseValue(attribute, `${count}s`));
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
