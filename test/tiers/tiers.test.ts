import * as childProcess from "node:child_process";
import { readdirSync } from "node:fs";
import { join, sep } from "node:path";
import { loadModule } from "../scripts/load-script";
import { tiers } from "./tiers.cjs";

const folder = join(__dirname, "..");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .map((file) => `/test/${file.replaceAll(sep, "/")}`)
  .filter((file) => /\.test\.\w+$/.test(file));

const tiersOf = (file: string): string[] =>
  tiers
    .filter(({ testRegex, testPathIgnorePatterns = [] }) => {
      const fits = (pattern: string): boolean => new RegExp(pattern).test(file);
      return fits(testRegex) && !testPathIgnorePatterns.some(fits);
    })
    .map(({ displayName }) => displayName);

describe("every test file", () => {
  it("is in one tier", () => {
    expect(files.length).toBeGreaterThan(250);
    expect(files.filter((file) => tiersOf(file).length !== 1)).toEqual([]);
    expect(new Set(files.flatMap(tiersOf))).toEqual(new Set(["unit", "engine in process", "engine", "windows", "e2e"]));
  });
});

describe("a unit test starts no process:", () => {
  const refused = /a unit test starts no process/;

  it.each(["exec", "execFile", "execFileSync", "execSync", "fork", "spawn", "spawnSync"] as const)("%s", (name) => {
    const start = childProcess[name] as (file: string, args: string[]) => unknown;
    expect(() => start(process.execPath, ["--version"])).toThrow(refused);
  });

  it("not by a module either that Node itself imports", async () => {
    const { run } = await loadModule<{ run: () => unknown }>("test/tiers/start-process.mjs");
    expect(run).toThrow(refused);
  });
});
