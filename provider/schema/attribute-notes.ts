import type { Attribute, Range } from "./attribute";
import { describeValue, parseText } from "./codecs";
import { allVersions, describeVersion, type IisVersion, type Since } from "./iis-version";
import { describeRange, rangeOf } from "./range-check";

const spellings = {
  duration: 'Written "20m", "29h", "1d5h", "90s", hh:mm:ss or d.hh:mm:ss.',
  memory: 'Written as a number of KB, or "512MB", "1.5GB".',
  percent: 'Written as a number of 1/1000 %, or "50%", "12.5%".',
  timeOfDay: 'Written "03:00"; whole minutes from 00:00 to 23:59.',
} as const;

/** The default as people read it, with the IIS versions where it changed: `"v2.0" until IIS 7.5, then ""`. */
export function describeDefault(attribute: Attribute): string {
  return changesInWords(attribute.defaults, (text) => {
    if (attribute.kind !== "scalar") return "empty";
    return attribute.type === "string" ? JSON.stringify(text) : describeValue(attribute, parseText(attribute, text));
  });
}

/** The accepted range in words, with its unit and step; `undefined` where the type alone bounds it or nothing does. */
export function describeAccepted(attribute: Attribute): string | undefined {
  if (attribute.ranges === undefined || attribute.kind !== "scalar") {
    const range = attribute.kind === "scalar" ? rangeOf(attribute) : undefined;
    return range === undefined ? undefined : describeRange(attribute, range);
  }
  return changesInWords<Range>(attribute.ranges, (range) => describeRange(attribute, range));
}

/**
 * The names of an enum or of flags, each with the version that brought it where it is younger than the attribute; or the
 * texts that work.
 */
export function describeNames({ values, texts }: Attribute): string | undefined {
  const names = values?.map(({ name, since }) => (since === undefined ? name : `${name} (since IIS ${since})`));
  return (names ?? texts?.map((text) => (text === "" ? '""' : text)))?.join(", ");
}

/** What there is to know beside the sentence itself, as short sentences: unit, range, spelling, zero, version. */
export function attributeNotes(attribute: Attribute): readonly string[] {
  const accepted = describeAccepted(attribute);
  const names = describeNames(attribute);
  return [
    attribute.unit === undefined ? [] : [`Unit: ${attribute.unit}.`],
    accepted === undefined ? [] : [`Range: ${accepted}.`],
    names === undefined ? [] : [`${attribute.type === "flags" ? "Any of" : "One of"} ${names}.`],
    attribute.human === undefined ? [] : [spellings[attribute.human]],
    attribute.zero === undefined ? [] : [`${zeroOf(attribute)} means: ${attribute.zero}.`],
    attribute.expanded === true ? ["IIS replaces %VARIABLES% in it."] : [],
    attribute.secret === true ? ["A secret."] : [],
    attribute.since === "7.0" ? [] : [`Since IIS ${describeVersion(attribute.since)}.`],
    attribute.sinceInDefaults === undefined
      ? []
      : [`In applicationPoolDefaults since IIS ${attribute.sinceInDefaults}.`],
  ].flat();
}

function zeroOf(attribute: Attribute): string {
  if (attribute.kind !== "scalar") return "Empty";
  if (attribute.type === "string") return '""';
  return attribute.type === "timeSpan" ? "00:00:00" : "0";
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
