import type { Attribute, Codec } from "../codecs/codec";
import type { NamedValue, Range } from "../attribute-facts";
import type { Since } from "../iis-version";
import { keyPath } from "../key-path";

type Facts = Partial<Omit<Attribute, "path" | "codec" | "defaults" | "doc">>;

/** The vendor's page on application pools; the pages on its groups are below it. */
export const addPage =
  "https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/";

/**
 * A builder for the attributes of one group. It fills in path, link and first version unless they are given. A default
 * given as text is valid from the attribute's first version on.
 */
export function attributeGroup(
  prefix: string,
  page: string,
): (name: string, codec: Codec, defaults: string | Since<string>, doc: string, facts?: Facts) => Attribute {
  return (name, codec, defaults, doc, facts = {}) => ({
    path: keyPath(prefix, name),
    codec,
    since: "7.0",
    ...facts,
    defaults: typeof defaults === "string" ? [[facts.since ?? "7.0", defaults]] : defaults,
    doc,
    link: facts.link ?? `${addPage}${page}`,
  });
}

/** One range for all versions. */
export function range(min: number, max: number, step?: number): Since<Range> {
  return [["7.0", step === undefined ? { min, max } : { min, max, step }]];
}

/** The values of a choice by name, each with its meaning, numbered from `first` in the given order. */
export function enumeration(docs: Readonly<Record<string, string>>, first = 0): readonly NamedValue[] {
  return Object.entries(docs).map(([name, doc], index) => ({ name, number: first + index, doc }));
}

/** Flags by name, each with its meaning; the bits are 1, 2, 4, … in the given order. */
export function flagBits(docs: Readonly<Record<string, string>>): readonly NamedValue[] {
  return Object.entries(docs).map(([name, doc], index) => ({ name, number: 2 ** index, doc }));
}
