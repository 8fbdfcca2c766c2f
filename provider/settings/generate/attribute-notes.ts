import type { Attribute } from "../codecs/codec";
import { allVersions, describeVersion, type IisVersion, type Since } from "../iis-version";
import { describeRange } from "../codecs/range";

/** The default for people, with the IIS versions where it changed: `"v2.0" until IIS 7.5, then ""`. */
export function describeDefault(attribute: Attribute): string {
  return changesInWords(attribute.defaults, (text) => attribute.codec.describeDefault(attribute, text));
}

/** The accepted range in words, with its unit and step; `undefined` for a type without ranges. */
export function describeAccepted({ codec: { scale }, ranges }: Attribute): string | undefined {
  if (scale === undefined) return undefined;
  return ranges === undefined
    ? describeRange(scale, scale.range)
    : changesInWords(ranges, (range) => describeRange(scale, range));
}

/** The names to choose from, each with its first version if that is later than the attribute's. */
export function describeNames(attribute: Attribute): string | undefined {
  const names = attribute.codec.names(attribute);
  return names.length === 0 ? undefined : names.join(", ");
}

/** Facts about a setting besides its description, as short sentences: unit, range, spelling, zero, version. */
export function attributeNotes(attribute: Attribute): readonly string[] {
  const { codec } = attribute;
  const accepted = describeAccepted(attribute);
  const names = describeNames(attribute);
  return [
    attribute.unit === undefined ? [] : [`Unit: ${attribute.unit}.`],
    accepted === undefined ? [] : [`Range: ${accepted}.`],
    names === undefined ? [] : [`${codec.several === true ? "Any of" : "One of"} ${names}.`],
    codec.hint ?? [],
    attribute.zero === undefined ? [] : [`${codec.zero} means: ${attribute.zero}.`],
    attribute.expanded === true ? ["IIS replaces %VARIABLES% in it."] : [],
    attribute.secret === true ? ["A secret."] : [],
    attribute.since === "7.0" ? [] : [`Since IIS ${describeVersion(attribute.since)}.`],
    attribute.sinceInDefaults === undefined
      ? []
      : [`In applicationPoolDefaults since IIS ${attribute.sinceInDefaults}.`],
  ].flat();
}

function changesInWords<T>(changes: Since<T>, words: (value: T) => string): string {
  return changes
    .map(([, value], index) => {
      const next = changes[index + 1]?.[0];
      return next === undefined ? words(value) : `${words(value)} until IIS ${versionBefore(next)}`;
    })
    .join(", then ");
}

function versionBefore(version: IisVersion): string {
  return allVersions[allVersions.indexOf(version) - 1] ?? version;
}
