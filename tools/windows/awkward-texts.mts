// Texts that one layer between a program and appcmd could change: for tests, and for npm run test:iis on a real Windows.
import fc from "fast-check";

const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));

/** What one layer or another gives a meaning to, and what leaves ASCII. */
const special = [
  ...['"', '""', '\\"', '\\\\"', "\\", "\\\\\\", "'", "''", "‘", "’", "‚", "‛", "`", "$x", "$(x)", "@{", "--%"],
  ...["%", "%%", "%PATH%", "%PATH:a=b%", "%windir%", "%25", "%u0041", "%41", "%1", "%*", "^", "^^", "!", "!PATH!"],
  ...["&", "&&", "|", "||", "<", ">", ">x", "2>&1", "(", ")", "*", "?", "~", "[", "]", ",", ";", "=", ":", "."],
  ...[" ", "  ", "\t", "\u00a0", "\u3000", "ä", "ß", "Ü", "é", "€", "日本", "😀", "👩‍👩‍👧", "a\u0308", "/", "-", "/+", "#"],
];

const value = fc
  .array(fc.oneof(fc.constantFrom(...special), fc.constantFrom(...printable)), { minLength: 1, maxLength: 14 })
  .map((pieces) => pieces.join(""));

const ending = fc
  .tuple(value, fc.constantFrom("\\", "\\\\", " ", '"', "%", "^", "!", "\t", "'"))
  .map((two) => two.join(""));

/** Candidates for names of pools: fewer characters, yet quotes of all kinds, percent signs and carets among them. */
const name = fc
  .array(fc.constantFrom(...Array.from("aB1.'%^!()‘’$`~#{} äß€😀"), "%PATH%", "''", "%25", "^^"), {
    minLength: 1,
    maxLength: 14,
  })
  .map((pieces) => pieces.join(""));

function sample(arbitrary: fc.Arbitrary<string>, count: number, first: readonly string[] = []): string[] {
  const found = new Set(first);
  for (const text of fc.sample(arbitrary, { seed: 42, numRuns: 2 * count })) {
    if (found.size < count) found.add(text);
  }
  return [...found];
}

export interface AwkwardTexts {
  /** 500 different names of pools, the same in every run. */
  readonly names: readonly string[];
  /** 1,500 different passwords and values, the same in every run; every printable character of ASCII stands alone once. */
  readonly values: readonly string[];
}

/** Makes the 2,000 texts. */
export function makeAwkwardTexts(isPoolName: (text: string) => boolean): AwkwardTexts {
  const names = sample(name.filter(isPoolName), 500);
  const values = sample(
    fc.oneof(value, ending).filter((text) => !names.includes(text)),
    1500,
    [...printable, ...special].filter((text) => !names.includes(text)),
  );
  return { names, values };
}

/** In groups, as the arguments of one command each. */
export function inGroups<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
