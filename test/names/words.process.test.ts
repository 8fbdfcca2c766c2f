import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-words-"));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What `npm run words` says of a file. */
function wordsOf(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return spawnSync(process.execPath, ["scripts/lint-words.mts", file], { encoding: "utf8" }).stderr;
}

test("pages and examples use the words of the field (else: npm run words)", () => {
  const { status, stderr } = spawnSync(process.execPath, ["scripts/lint-words.mts"], { encoding: "utf8" });
  expect([stderr, status]).toEqual(["", 0]);
});

test("a word is found in prose with its line and a better one, also across lines", () => {
  expect(wordsOf("page.md", "# Page\n\nThe report tells more.\nA setting is left\nout.\n")).toMatch(
    /page\.md:3 "tells": say shows.*\n.*page\.md:4 "left out": say omit/,
  );
});

test("a word is not found in code, quotes, comments and links of a page, nor in parts of words", () => {
  const page = '`tells` "tells" <!-- tells --> [page](tells.md)\n\n```sh\ntells\n```\n\nsettlement, storytellers\n';
  expect(wordsOf("page.md", page)).toBe("");
});

test("a word is found in comments of programs only", () => {
  expect(wordsOf("a.ts", 'const tells = "somebody"; // tells all\n')).toMatch(/^\S+a\.ts:1 "tells"[^\n]*\n1 words/);
  expect(wordsOf("a.yaml", "tells: 1\n# somebody\n")).toMatch(/a\.yaml:2 "somebody"/);
});

test("a word is found in the messages and comments of a source of provider/ or scripts/, not in its names and code", () => {
  for (const name of ["provider", "scripts"]) mkdirSync(join(folder, name));
  const source = [
    "// it tells",
    'const tells = "settle";',
    "const say = `the \\`tells\\` of ${tells}`;",
    'throw new Error("a key is left out");',
  ].join("\n");
  const found = /a\.m?ts:1 "tells"[^\n]*\n\S+a\.m?ts:4 "left out"[^\n]*\n2 words/;
  expect(wordsOf("provider/a.ts", source)).toMatch(found);
  expect(wordsOf("scripts/a.mts", source)).toMatch(found);
});
