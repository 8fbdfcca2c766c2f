import { parseApplications, parsePools, parseSection } from "../../provider/appcmd/answers/pools";
import { IisError } from "../../provider/errors";
import { type Meaning, meaningOfPools, meaningOfSection, saidOfPools, saidOfSection } from "./meaning";
import { mutations, randomFrom } from "./mutate";
import {
  applicationsOutput,
  capture,
  explicitCapture,
  manyPools,
  rawCapture,
  rawPools,
  sectionOutput,
} from "./outputs";
import { type Node, readAnswer } from "./strict-reader";

interface Subject {
  readonly output: string;
  /** What this package reads. */
  readonly read: (output: string) => unknown;
  /** What the elements say. */
  readonly said: (roots: readonly Node[]) => unknown;
}

const pools = (output: string): Subject => ({
  output,
  read: (text): Meaning => meaningOfPools(parsePools(text)),
  said: saidOfPools,
});

const subjects: Readonly<Record<string, Subject>> = {
  "list apppool /config:* /xml": pools(capture),
  "list apppool /config:*": pools(rawCapture),
  "list apppool /config /xml": pools(explicitCapture),
  "several pools with /xml": pools(manyPools),
  "several pools without /xml": pools(rawPools),
  "list config /config /xml": {
    output: sectionOutput,
    read: (text) => meaningOfSection(parseSection(text, "explicit")),
    said: saidOfSection,
  },
  "list app /xml": {
    output: applicationsOutput,
    read: parseApplications,
    said: (roots) =>
      (roots[0]?.name === "appcmd" ? roots[0].children : roots).map(({ attributes }) => {
        const values = new Map(attributes);
        return { name: values.get("APP.NAME"), pool: values.get("APPPOOL.NAME") };
      }),
  },
};

const rounds = 20_000;

type Verdict = "refused" | "same" | "changed" | `wrong: ${string}`;

/** Reads a mutated output. Whatever is accepted must say what a second reader sees in the same bytes. */
function judge({ output, read, said }: Subject, mutated: string): Verdict {
  let meaning: unknown;
  try {
    meaning = read(mutated);
  } catch (error) {
    if (!(error instanceof IisError)) return `wrong: threw ${String(error)}`;
    return error.code === "UNREADABLE_OUTPUT" ? "refused" : `wrong: threw ${error.code}`;
  }
  const roots = readAnswer(mutated);
  const seen = roots && said(roots);
  if (seen === undefined) return "wrong: accepted what the second reader refuses";
  if (!sameMeaning(meaning, seen)) return `wrong: ${JSON.stringify(meaning)} is not ${JSON.stringify(seen)}`;
  return sameMeaning(meaning, read(output)) ? "same" : "changed";
}

/** Whether both hold the same, in whatever order. */
function sameMeaning(a: unknown, b: unknown): boolean {
  const sorted = (value: unknown): string =>
    JSON.stringify(value, (_key, inner: unknown) =>
      typeof inner === "object" && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([x], [y]) => (x < y ? -1 : 1)))
        : inner,
    );
  return sorted(a) === sorted(b);
}

describe("a damaged answer of appcmd", () => {
  it.each(Object.keys(subjects))("is what %s says when nothing was damaged", (name) => {
    const subject = subjects[name]!;
    expect(judge(subject, subject.output)).toBe("same");
  });

  const counts: Record<string, number> = {};

  it.each(Object.keys(mutations))("is refused or says what its bytes say: %s", (kind) => {
    const names = Object.keys(subjects);
    const share = Math.ceil(rounds / Object.keys(mutations).length);
    const random = randomFrom(Object.keys(mutations).indexOf(kind) + 1);
    const wrong: string[] = [];
    for (let round = 0; round < share; round++) {
      const subject = subjects[names[round % names.length]!]!;
      const other = subjects[names[random(names.length)]!]!;
      const mutated = mutations[kind]!(Buffer.from(subject.output), random, Buffer.from(other.output)).toString("utf8");
      const verdict = judge(subject, mutated);
      const key = verdict.startsWith("wrong") ? "wrong" : verdict;
      counts[key] = (counts[key] ?? 0) + 1;
      if (key === "wrong" && wrong.length < 3) wrong.push(`round ${round}: ${verdict}\n${mutated}`);
    }
    expect(wrong).toEqual([]);
  });

  it("meets every verdict often enough to mean something", () => {
    if (process.env["PARSE_FUZZ_COUNTS"] !== undefined) process.stderr.write(`${JSON.stringify(counts)}\n`);
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(rounds);
    for (const verdict of ["refused", "same", "changed"]) expect(counts[verdict]).toBeGreaterThan(rounds / 20);
  });
});
