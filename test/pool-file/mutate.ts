import fc from "fast-check";

type Keys = readonly (string | number)[];

/** A document with one change that may or may not leave it valid. */
export interface Mutated {
  /** What was changed: one of {@link mutations}, or `none`. */
  readonly kind: string;
  /** Where, for people. */
  readonly at: string;
  readonly document: unknown;
}

/** Something that can be changed: where it is, and what takes its place; `undefined` takes it out. */
interface Change {
  readonly keys: Keys;
  readonly value: unknown;
}

const otherTypes = [
  null,
  true,
  false,
  0,
  1,
  5,
  -1,
  1.5,
  1e300,
  "",
  " ",
  "x",
  "5",
  "true",
  [],
  ["x"],
  [5],
  {},
  { x: 1 },
];
const numbers = [
  -1, 0, 0.5, 9, 99, 100, 599, 600, 86_401, 65_536, 1_000_001, 4_294_967_295, 4_294_967_296, -2_147_483_649,
];
const amounts = [
  ...["200%", "-1%", "100.0001%", "5TB", "1.5KB", "99999999999TB", "0s", "61s", "90s", "25h", "9999999d", "1:1:1:1"],
  ...["00:00:00", "24:00", "23:59", "23:59:30", "3:00", "1.00:00:00", "-00:01:00", "20", "1e3", "0x10", "+5", " 7 "],
];
const texts = [
  "€x",
  "_x",
  "5x",
  "x*",
  "a/b",
  "a,b",
  "a:b",
  "a@b",
  "a\u0000b",
  "a\nb",
  "\u00a0",
  "x".repeat(65),
  "absent",
];
const references = ["${env:UNSET}", "x${env:SHOP_PASSWORD}", "${env:SHOP_PASSWORD}", "${env:1}", "http://u:p@h/{host}"];
const extraKeys = [
  "banana",
  "name",
  "state",
  "hosts",
  "host",
  "queueLength",
  "stagger",
  "other",
  "multiInstance",
  "€x",
  " ",
];
/** Under `other`, where the reader looks at the name first, each is a value. */
const extraValues = ["x", 5, true, "Started"];

/** The changes that are made, by their kinds. */
export const mutations = [
  "key renamed",
  "key left out",
  "key added",
  "other type",
  "out of range",
  "other text",
] as const;

/** The document as it is, or with one change at any place in it. */
export function mutated(documents: fc.Arbitrary<unknown>): fc.Arbitrary<Mutated> {
  const kind = fc.constantFrom("none", ...mutations);
  return fc.tuple(documents, kind).chain(([document, wanted]) => {
    const none: fc.Arbitrary<Mutated> = fc.constant({ kind: "none", at: "", document });
    if (wanted === "none") return none;
    const places = placesIn(document, [], wanted);
    if (places.length === 0) return none;
    return fc
      .constantFrom(...places)
      .chain((place) => changeAt(place, document, wanted))
      .map(({ keys, value }) => ({ kind: wanted, at: keys.join("."), document: changed(document, keys, value) }));
  });
}

/** Where a change of that kind can be made. */
function placesIn(value: unknown, keys: Keys, kind: string): Keys[] {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  const fits = {
    "key renamed": isObject && Object.keys(value).length > 0,
    "key left out": isObject && Object.keys(value).length > 0,
    "key added": isObject,
    "other type": keys.length > 0,
    "out of range": typeof value === "number" || typeof value === "string",
    "other text": typeof value === "string",
  }[kind];
  const below = typeof value === "object" && value !== null ? Object.entries(value) : [];
  const key = (one: string): string | number => (Array.isArray(value) ? Number(one) : one);
  return [
    ...(fits === true ? [keys] : []),
    ...below.flatMap(([one, child]) => placesIn(child, [...keys, key(one)], kind)),
  ];
}

function changeAt(keys: Keys, document: unknown, kind: string): fc.Arbitrary<Change> {
  const value = keys.reduce((part: unknown, key) => (part as Record<string, unknown>)[key], document);
  const replacedBy = (values: readonly unknown[]): fc.Arbitrary<Change> =>
    fc.constantFrom(...values).map((other) => ({ keys, value: other }));
  const members = typeof value === "object" && value !== null ? Object.entries(value) : [];
  const without = (left: string): object => Object.fromEntries(members.filter(([key]) => key !== left));
  switch (kind) {
    case "key renamed":
      return fc
        .tuple(fc.constantFrom(...members), fc.nat({ max: 5 }))
        .map(([[key, child], how]) => ({ keys, value: { ...without(key), [renamed(key, how)]: child as unknown } }));
    case "key left out":
      return fc.constantFrom(...members).map(([key]) => ({ keys, value: without(key) }));
    case "key added":
      return fc
        .tuple(fc.constantFrom(...extraKeys), fc.constantFrom(...extraValues))
        .map(([key, extra]) => ({ keys, value: { ...(value as object), [key]: extra } }));
    case "out of range":
      return replacedBy(typeof value === "number" ? numbers : amounts);
    case "other text":
      return replacedBy([...texts, ...references, `${String(value)} `, String(value).toUpperCase()]);
    default:
      return replacedBy(otherTypes);
  }
}

/** A key as it may be mistyped. */
function renamed(key: string, how: number): string {
  const others = [`${key}s`, key.slice(1), key.toLowerCase(), key.toUpperCase(), `€${key}`, ` ${key}`];
  return others[how] ?? key;
}

function changed(document: unknown, [key, ...below]: Keys, value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(document))
    return document.map((item: unknown, at) => (at === key ? changed(item, below, value) : item));
  const members = document as Readonly<Record<string, unknown>>;
  return { ...members, [key]: changed(members[key], below, value) };
}
