import { existsSync } from "node:fs";
import { join } from "node:path";
import { missingCases, readCases } from "./cases";
import { deviations } from "./deviations";
import { readTables } from "./listing";
import { runnerOf } from "./run-case";
import { prefixOf, suites } from "./suites";

const tables = readTables();
const leftOut = tables.get("Left out") ?? [];
const differing = tables.get("Answered differently") ?? [];
const idsOf = (rows: readonly (readonly string[])[]): string[] => rows.map(([id = ""]) => id);
const maybe = missingCases === undefined ? it : it.skip;
const place = missingCases === undefined ? "" : ` (${missingCases})`;

describe("left-out.md", () => {
  it("has a reason for each case that is left out", () => {
    expect(leftOut.filter(([id = "", reason = "", ...more]) => id === "" || reason === "" || more.length > 0)).toEqual(
      [],
    );
  });

  it("tells what ours does and why for each case that is answered differently, and for those alone", () => {
    expect(differing.filter((cells) => cells.length !== 3 || cells.includes(""))).toEqual([]);
    expect(idsOf(differing).sort()).toEqual(Object.keys(deviations).sort());
  });

  maybe(`names every case that is not run, and no other${place}`, () => {
    const cases = readCases();
    const run = cases.filter((one) => runnerOf(one) !== undefined).map(({ id }) => id);
    expect(cases).toHaveLength(280);
    expect([...run, ...idsOf(leftOut)].sort()).toEqual(cases.map(({ id }) => id).sort());
    expect(idsOf(differing).filter((id) => !run.includes(id))).toEqual([]);
  });

  maybe(`every case belongs to one test file${place}`, () => {
    const prefixes: string[] = Object.values(suites).flat();
    const used = new Set(readCases().map(({ id }) => prefixOf(id)));
    expect([...used].sort()).toEqual([...prefixes].sort());
    expect(Object.keys(suites).filter((name) => !existsSync(join(__dirname, `${name}.test.ts`)))).toEqual([]);
  });
});
