import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { madeFolder } from "../made-folder";
import { repository } from "../../tools/workspace/places.mts";

/** A second checkout, in a folder of another name, which was built there. */
let other: string;
let folder: string;

const run = (cwd: string, program: string, ...words: string[]): string =>
  execFileSync(program, words, { cwd, encoding: "utf8", maxBuffer: 2 ** 28 });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-iis-reproducible-"));
  other = join(folder, "another-checkout");
  const files = run(repository, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0");
  for (const file of files.filter((one) => existsSync(join(repository, one)) && one !== "")) {
    cpSync(join(repository, file), join(other, file));
  }
  // Links to the same files, because esbuild reads through symbolic ones and a copy takes a minute.
  run(repository, "cp", "-al", "node_modules", other);
  run(other, process.execPath, "scripts/build.mts");
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The digests of the files below folders of a checkout, by their paths there. */
function digestsOf(checkout: string, ...folders: readonly string[]): Record<string, string> {
  const files = folders.flatMap((name) =>
    readdirSync(join(checkout, name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const digest = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");
  return Object.fromEntries(files.map((file) => [file.slice(checkout.length + 1), digest(file)]));
}

/** What a checkout makes, in a folder of its own. */
function made(checkout: string, name: string, program: string, ...words: string[]): Record<string, string> {
  const out = join(folder, `${name}-${checkout === other ? "other" : "own"}`);
  execFileSync("mkdir", [out]);
  run(checkout, program, ...words, out);
  return digestsOf(out, ".");
}

describe("two checkouts in different folders make the same bytes", () => {
  it("of the build, in which no path of theirs is", () => {
    const own = digestsOf(repository, "dist", "plugin");
    expect(Object.keys(own)).toEqual(expect.arrayContaining(["dist/cli/iispools.cjs", "plugin/bundle/plugin.cjs"]));
    expect(digestsOf(other, "dist", "plugin")).toEqual(own);
    const texts = Object.keys(own).map((file) => readFileSync(join(repository, file), "utf8"));
    expect(texts.filter((text) => text.includes(repository))).toEqual([]);
  });

  it("of the npm package", () => {
    const words = ["pack", "--silent", "--ignore-scripts", "--pack-destination"];
    const own = made(repository, "npm", "npm", ...words);
    expect(Object.keys(own)).toHaveLength(1);
    expect(made(other, "npm", "npm", ...words)).toEqual(own);
  });

  const isMissing = !existsSync("/usr/bin/osslsigncode");
  const maybe = isMissing ? it.skip : it;
  maybe(`of the programs: executable, zip and plugin${isMissing ? " (skipped: osslsigncode is missing)" : ""}`, () => {
    const words = ["scripts/package-exe.mts", "win-x64", "--out"];
    const own = digestsOf(madeFolder("win-x64"), ".");
    delete own[".made-of"];
    expect(Object.keys(own).filter((name) => name.endsWith(".zip"))).toHaveLength(1);
    expect(made(other, "exe", process.execPath, ...words)).toEqual(own);
  });
});
