import { matchesWildcards } from "../../provider/names";
import { formatFault } from "../../provider/pool-file/pool-file";
import { suggest } from "../../provider/pool-file/schema/unknown-setting";
import { checkResource } from "../../provider/pulumi/core/check";
import { findKnownKeys } from "../../provider/connection/host-key";
import { faultsOf, load, memoryFiles } from "./memory-files";

// Sizes at which what grows with the square, or faster, does not come to an end.
const times = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join("");
const head = "version: 1\n";

test("of many faults 100 are listed, and the others counted", () => {
  const told = faultsOf(`${head}pools:\n  A:\n${times(10_000, (i) => `    unknown${i}: 1\n`)}`);
  expect(told).toHaveLength(101);
  expect(told[0]).toMatch(/^f\.yaml:4:5 pools\.A\.unknown0: unknown key/);
  expect(told[100]).toBe("and 9,900 more faults; fix the faults above first, then rerun");
});

test("a program is told of 100 faults too", () => {
  const inputs = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`unknown${index}`, 1]));
  expect(checkResource("pool", { name: "A", ...inputs }).faults).toHaveLength(101);
});

test("a wrong block that aliases repeat is looked at once", () => {
  const block = times(1_000, (i) => `unknown${i}: 1, `);
  const told = faultsOf(`${head}defaults: &x { ${block} }\npools:\n${times(100, (i) => `  P${i}: *x\n`)}`);
  expect(told[100]).toBe("and 100,900 more faults; fix the faults above first, then rerun");
});

test("misplaced references are found in one pass", () => {
  const variables = times(60_000, (i) => `      V${i}: "\${env:X}"\n`);
  expect(faultsOf(`${head}pools:\n  A:\n    environmentVariables:\n${variables}`)).toHaveLength(101);
  expect(faultsOf(`${head}drift: { ignore: [ ${times(60_000, () => '"${env:X}", ')} ] }\n`)).toHaveLength(101);
});

test("as many faults as keys are no matter for the stack", () => {
  expect(faultsOf(`${head}${times(150_000, () => "pools: {}\n")}`)).toHaveLength(101);
});

test("a long key is like none, and is cut where it is told", () => {
  expect(suggest("", "x".repeat(3_000_000))).toBeUndefined();
  const [told] = faultsOf(`${head}pools:\n  A:\n    ? ${"x".repeat(3_000_000)}\n    : 1\n`);
  expect(told?.length).toBeLessThan(3_000);
});

describe("a pattern with many wildcards", () => {
  const pattern = `${"*?".repeat(20)}x.yaml`;
  const name = `${"a".repeat(100)}.yaml`;

  it("is matched", () => {
    expect(matchesWildcards(pattern, name)).toBe(false);
    expect(matchesWildcards(pattern, `${"a".repeat(99)}x.yaml`)).toBe(true);
    expect(matchesWildcards("a*b*c", "abbcbc")).toBe(true);
    expect(matchesWildcards("a?c*", "a?c", "*")).toBe(true);
    expect(matchesWildcards("a?c*", "abc", "*")).toBe(false);
  });

  it("of files", () => {
    const files = { [name]: `${head}pools: {}\n` };
    expect(load(files, [pattern]).faults.map(formatFault)).toEqual([`no file matches ${pattern}`]);
    expect(memoryFiles(files).kindOf("/work-place")).toBe("directory");
  });

  it("in a file of known hosts", () => {
    expect(findKnownKeys(`${"*?".repeat(20)}x ssh-ed25519 AAAA\n`, "a".repeat(100), 22)).toEqual([]);
  });
});

test("nesting without end is refused", () => {
  for (const text of [`a: ${"[".repeat(20_000)}`, `a:\n  ${"- ".repeat(20_000)}x`, `${"? ".repeat(5_000)}x`]) {
    expect(faultsOf(`${head}${text}\n`).length).toBeGreaterThan(0);
  }
});

test("a file of many documents is read no further than the second", () => {
  expect(faultsOf(`${head}${"---\n".repeat(100_000)}`)).toEqual([
    expect.stringContaining("a second document in one file"),
  ]);
});

test("a fleet of more than a million pools on all hosts is refused, not spread out", () => {
  const hosts = times(2_000, (i) => `  h${i}: {}\n`);
  const told = faultsOf(`${head}hosts:\n${hosts}pools:\n${times(600, (i) => `  P${i}: {}\n`)}`);
  expect(told[0]).toMatch(/pools\.P500: with it the files declare more than 1,000,000 pools on all hosts; split them$/);
});

test("each host's own override is found without a look at all others", () => {
  const names = (line: (i: number) => string): string => times(2_000, line);
  const text = `${head}hosts:\n${names((i) => `  h${i}: {}\n`)}pools: { A: {} }\noverrides:\n${names((i) => `  h${i}: { pools: { A: { queueLength: ${1000 + i} } } }\n`)}`;
  const { files, faults } = load({ "f.yaml": text });
  expect(faults).toEqual([]);
  expect(files.pools).toHaveLength(2_000);
});
