import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as ts from "typescript";

const root = join(__dirname, "../..");
const programs = ["dist/provider/cli/bin.js", "dist/emulator/main.js", "plugin/pulumi-resource-iis.cjs"];
const libraries = ["dist/provider/index.js", "dist/provider/engine/index.js", "dist/provider/pulumi/dynamic.js"];

/** What the scripts in TypeScript preload. */
const check = "scripts/check-node.cjs";

/** A Node that is too old where the machine has one, besides the tests' own that says it is. */
const old = "/usr/bin/node";
const version = spawnSync(old, ["--version"], { encoding: "utf8" }).stdout as string | null;
const hasOld = version !== null && parseInt(version.slice(1), 10) < 22;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-iis-old-node-"));
  const says = 'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "18.20.4" } });';
  writeFileSync(join(folder, "old.cjs"), says);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function run(
  file: string,
  node = [process.execPath, "--require", join(folder, "old.cjs")],
): ReturnType<typeof spawnSync> {
  const [program = "", ...args] = node;
  return spawnSync(program, [...args, join(root, file), "--version"], { encoding: "utf8", cwd: folder });
}

describe("a Node.js that is too old", () => {
  it.each(programs)("is told by %s in one sentence", (file) => {
    const { status, stdout, stderr } = run(file);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^[^\n]* needs Node\.js 22 or later, and this is Node\.js 18\.20\.4 [^\n]*\n$/);
  });

  it("is told by npm's scripts, whose TypeScript it cannot read, before they are read", () => {
    const { scripts: commands } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const unchecked = Object.values(commands).join(" && ").split(" && ");
    expect(unchecked.filter((one) => one.startsWith("node ") && !one.startsWith(`node --require ./${check} `))).toEqual(
      [],
    );
    const node = [process.execPath, "--require", join(folder, "old.cjs"), "--require", join(root, check)];
    const { status, stdout, stderr } = run("scripts/sdk.mts", node);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^This script needs Node\.js 22\.18 or later, and this is Node\.js 18\.20\.4 [^\n]*\n$/);
  });

  it.each(libraries)("is told by %s in one sentence, for programs that load it", (file) => {
    const { status, stderr } = run(file);
    expect(status).toBe(1);
    expect(stderr).toContain("pulumi-iis needs Node.js 22 or later, and this is Node.js 18.20.4");
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it.each(libraries)("is told by %s as Pulumi prints what a program threw", (file) => {
    const program = `try { require(process.argv[1]); } catch (e) { process.stdout.write(util.inspect(e, { colors: true })); }`;
    const { stdout } = spawnSync(
      process.execPath,
      ["--require", join(folder, "old.cjs"), "-e", program, join(root, file)],
      { encoding: "utf8" },
    );
    expect(stdout).toMatch(/^pulumi-iis needs Node\.js 22 or later, and this is Node\.js 18\.20\.4 [^\n]*PATH\.$/);
  });

  (hasOld ? it : it.skip).each(["scripts/sdk.mts", "scripts/test.mts"])("is told by npm's %s to a real one", (file) => {
    const { status, stderr } = run(file, [old, "--require", join(root, check)]);
    expect([status, stderr]).toEqual([1, expect.stringContaining("needs Node.js 22.18 or later")]);
  });

  (hasOld ? it : it.skip).each(programs)("is told by %s to a real one", (file) => {
    const { status, stdout, stderr } = run(file, [old]);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^[^\n]* needs Node\.js 22 or later, and this is Node\.js \d+\.[^\n]*\n$/);
  });

  (hasOld ? it : it.skip)("is told by the plugin's launcher to the engine", () => {
    const launcher = join(root, "plugin/pulumi-resource-iis");
    const { status, stderr } = spawnSync("sh", [launcher, "127.0.0.1:1"], {
      encoding: "utf8",
      env: { PATH: "/usr/bin:/bin" },
    });
    expect([status, stderr]).toEqual([1, expect.stringContaining("needs Node.js 22 or later")]);
  });

  it.each([
    ...programs,
    check,
    "dist/provider/check-node.js",
    "dist/provider/require-node.js",
    "dist/provider/index.js",
  ])("can read %s, which asks for it", (file) => {
    const code = readFileSync(join(root, file), "utf8");
    const written = (target: ts.ScriptTarget): string =>
      ts.transpileModule(code, { compilerOptions: { target, module: ts.ModuleKind.CommonJS } }).outputText;
    expect(written(ts.ScriptTarget.ES2015)).toBe(written(ts.ScriptTarget.ESNext));
  });
});
