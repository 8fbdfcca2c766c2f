/** Numbers that look random and are the same in every run: mulberry32. */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Random = (below: number) => number;
type Mutation = (bytes: Buffer, random: Random, other: Buffer) => Buffer;

const span = (bytes: Buffer, random: Random): [number, number] => {
  const start = random(bytes.length);
  return [start, Math.min(bytes.length, start + 1 + random(random(2) === 0 ? 4 : 200))];
};
const join = (...parts: readonly (Buffer | string)[]): Buffer => Buffer.concat(parts.map((part) => Buffer.from(part)));
/** Characters at which this grammar turns. */
const telling = "<>/=\"'& \t\r\n!?[]-\0\u00ffaAd01.;#x";

function onText(bytes: Buffer, change: (text: string) => string): Buffer {
  return Buffer.from(change(bytes.toString("latin1")), "latin1");
}

/** Puts one of the pieces that the pattern finds elsewhere: swapped with another one, doubled, or left out. */
function rearrange(pattern: RegExp): Mutation {
  return (bytes, random) =>
    onText(bytes, (text) => {
      const pieces = [...text.matchAll(pattern)].map((match) => ({ start: match.index, text: match[0] }));
      if (pieces.length < 2) return text;
      const first = random(pieces.length - 1);
      const [a, b] = [pieces[first], pieces[first + 1 + random(pieces.length - 1 - first)]];
      if (a === undefined || b === undefined) return text;
      const [head, middle, tail] = [
        text.slice(0, a.start),
        text.slice(a.start + a.text.length, b.start),
        text.slice(b.start + b.text.length),
      ];
      return [
        head + b.text + middle + a.text + tail,
        head + a.text + middle + a.text + tail,
        head + middle + b.text + tail,
      ][random(3)] as string;
    });
}

/** Every way in which an output is damaged here, or only written in another way. */
export const mutations: Readonly<Record<string, Mutation>> = {
  "delete a span": (bytes, random) => {
    const [start, end] = span(bytes, random);
    return join(bytes.subarray(0, start), bytes.subarray(end));
  },
  "double a span": (bytes, random) => {
    const [start, end] = span(bytes, random);
    return join(bytes.subarray(0, end), bytes.subarray(start));
  },
  "swap two spans": (bytes, random) => {
    const [a, b, c] = [random(bytes.length), random(bytes.length), random(bytes.length)].sort((x, y) => x - y);
    return join(bytes.subarray(0, a), bytes.subarray(b, c), bytes.subarray(a, b), bytes.subarray(c));
  },
  "replace a byte": (bytes, random) => {
    const at = random(bytes.length);
    return join(bytes.subarray(0, at), Buffer.from([random(256)]), bytes.subarray(at + 1));
  },
  "replace a byte by one that means something": (bytes, random) => {
    const at = random(bytes.length);
    return join(bytes.subarray(0, at), telling.charAt(random(telling.length)), bytes.subarray(at + random(2)));
  },
  "put a span of another output in": (bytes, random, other) => {
    const [start, end] = span(other, random);
    const at = random(bytes.length);
    return join(bytes.subarray(0, at), other.subarray(start, end), bytes.subarray(at + random(40)));
  },
  "cut off": (bytes, random) => bytes.subarray(0, random(bytes.length)),
  "cut the head off": (bytes, random) => bytes.subarray(random(bytes.length)),
  "splice two outputs": (bytes, random, other) =>
    join(bytes.subarray(0, random(bytes.length)), other.subarray(random(other.length))),
  "two outputs in a row": (bytes, _random, other) => join(bytes, "\r\n", other),
  "change line ends": (bytes, random) =>
    onText(bytes, (text) => text.replace(/\r*\n/g, ["\n", "\r\n", "\r\r\n", "\r", "\n\n"][random(5)] ?? "")),
  "put text around": (bytes, random) =>
    join(
      ["Warnung: …\r\r\n", "\ufeff", "C:\\> ", "", "a<b\r\n"][random(5)] ?? "",
      bytes,
      ["\r\nfertig", "\0", " > ", "=", "<"][random(5)] ?? "",
    ),
  "rearrange attributes": rearrange(/[\w.]+="[^"]*"/g),
  "rearrange values": rearrange(/"[^"]*"/g),
  "rearrange tags": rearrange(/<[^>]*>/g),
  "rearrange whole elements": rearrange(/<(\w+)\b[^>]*>[^<]*<\/\1>|<[^>]*\/>/g),
  "close empties another way": (bytes) => onText(bytes, (text) => text.replace(/<(\w+)([^<>]*?) ?\/>/g, "<$1$2></$1>")),
};
