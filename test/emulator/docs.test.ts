import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { countedFaults, faultsWithArgument, lastingFaults } from "../../emulator/faults";
import { commands } from "../../emulator/run";
import { languages } from "../../emulator/language";
import { iisVersions } from "../../emulator/schema/load-schema";
import { allAssumptions } from "../../facts/assumptions";
import { notVerifiable } from "../../provider/engine/doctor/bench";

const root = join(__dirname, "../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const page = read("docs/contributors/emulator.md");

const sources = readdirSync(join(root, "emulator"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => read(join("emulator", file)));

/** The rows of a chapter's table: each as its cells, marks of code taken away. */
function rows(chapter: string): string[][] {
  const text = page.split(/^## /m).find((part) => part.startsWith(`${chapter}\n`));
  const lines = text?.split("\n").filter((line) => line.startsWith("|")) ?? [];
  return lines.slice(2).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.replaceAll("`", "").trim()),
  );
}

const firsts = (chapter: string): string[] => rows(chapter).map(([first = ""]) => first);

describe("docs/contributors/emulator.md", () => {
  it("lists every fault with the form in which it is ordered, and no other", () => {
    expect(
      firsts("Faults")
        .map((form) => form.replace(/^(slow|fresh|refuse|drop):.*/, "$1:…"))
        .sort(),
    ).toEqual(
      [
        ...countedFaults.map((kind) => `${kind}:N:FILE`),
        ...lastingFaults,
        ...faultsWithArgument.map((kind) => `${kind}:…`),
      ].sort(),
    );
  });

  it("lists every environment variable that the program reads, and no other", () => {
    const named = sources.join("\n").match(/APPCMD_EMULATOR_[A-Z_]+/g) ?? [];
    expect(firsts("Environment variables").sort()).toEqual([...new Set(named)].sort());
  });

  it("lists every version of IIS and every language", () => {
    const row = (variable: string): string =>
      rows("Environment variables").find(([first]) => first === variable)?.[1] ?? "";
    expect(row("APPCMD_EMULATOR_IIS").match(/\d+\.\d/g)).toEqual(iisVersions);
    for (const language of languages) expect(row("APPCMD_EMULATOR_LANG")).toMatch(new RegExp(`\\b${language}\\b`));
  });

  it("lists every object and verb that is carried out, and no other", () => {
    const carriedOut = Object.entries(commands)
      .map(([object, verbs]) => [
        object.toLowerCase(),
        Object.keys(verbs)
          .filter((verb) => verbs[verb] !== "not supported")
          .map((verb) => verb.toLowerCase())
          .sort(),
      ])
      .filter(([, verbs]) => verbs?.length !== 0);
    const written = rows("What it supports").map(([object, text = ""]) => [
      object,
      [...new Set(text.match(/\b(?:list|add|set|clear|delete|restore|start|stop|recycle)\b/g))].sort(),
    ]);
    expect(written).toEqual(carriedOut);
  });
});

describe("the figures in the documents", () => {
  const assumptions = allAssumptions.length;
  const others = allAssumptions.flatMap((assumption) => assumption.others).length;
  const settled = assumptions - Object.keys(notVerifiable).length;
  const faults = countedFaults.length + lastingFaults.length + faultsWithArgument.length;

  it.each([
    ["docs/contributors/emulator.md", `${assumptions} behaviours`],
    ["docs/contributors/evidence.md", `${assumptions} assumptions, ${others} other values`],
    ["docs/contributors/evidence.md", `It verifies ${settled} of the ${assumptions}`],
    ["docs/contributors/evidence.md", `${faults} faults`],
    ["CHANGELOG.md", `${faults} ways`],
    ["README.md", `${assumptions} [assumptions]`],
  ])("%s says: %s", (file, words) => {
    expect(read(file).replace(/\s+/g, " ")).toContain(words);
  });
});
