import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(__dirname, "../..");
const bundles = { iispools: "dist/cli", emulator: "dist/emulator", plugin: "plugin/bundle" };

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-iis-bundle-"));
  writeFileSync(join(folder, "pools.yaml"), "version: 1\npools:\n  Shop:\n    queueLength: 2000\n");
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The built files of a program, without what starts it, as one text. */
function codeOf(bundle: string): string {
  const files = readdirSync(join(root, bundle)).filter((file) => file.endsWith(".cjs"));
  return files.map((file) => readFileSync(join(root, bundle, file), "utf8")).join("\n");
}

/** Runs the built `iispools` after this code, in a folder with one pool file. */
function runAfter(code: string, argv: readonly string[]) {
  const preload = join(folder, "preload.cjs");
  writeFileSync(preload, code);
  const program = join(root, "dist/provider/cli/bin.js");
  return spawnSync(process.execPath, ["--require", preload, program, ...argv], { encoding: "utf8", cwd: folder });
}

describe("the bundled programs", () => {
  it.each(Object.entries(bundles))("have the license of each package that is in %s", (_, bundle) => {
    const licenses = readFileSync(join(root, "dist/licenses.txt"), "utf8");
    const names = [...codeOf(bundle).matchAll(/"node_modules\/((?:@[^/"]+\/)?[^/"]+)/g)].map(([, name]) => name!);
    expect(names).toContain("saxes");
    expect(names.filter((name) => !new RegExp(`^${name} \\d.*, \\S`, "m").test(licenses))).toEqual([]);
  });

  it("leave zod out of the emulator, which is started for every command", () => {
    expect(codeOf(bundles.emulator)).not.toMatch(/zod/i);
  });
});

describe("the bundled iispools", () => {
  /** The files of its bundle that a call reads, without the hash in their names. */
  const filesRead = (argv: readonly string[]): string[] => {
    const listing = `process.on("exit", () => process.stderr.write(Object.keys(require.cache).join("\\n")));`;
    const { status, stderr } = runAfter(listing, argv);
    expect(status).toBe(0);
    const files = stderr.split("\n").flatMap((file) => /dist\/cli\/([\w-]+?)(?:-\w{8})?\.cjs$/.exec(file)?.[1] ?? []);
    return files.filter((name) => name !== "chunk");
  };

  it.each([
    [["--version"], ["iispools"]],
    [
      ["plan", "--help"],
      ["iispools", "start"],
    ],
    [
      ["__complete", "plan", "--"],
      ["iispools", "start", "complete"],
    ],
    [["validate"], ["iispools", "start", "run-validate"]],
  ])("reads for %j no more than that needs", (argv, files) => {
    expect(filesRead(argv)).toEqual(files);
  });

  it("names the functions in which an unforeseen error arose", () => {
    const failing = `require("node:fs").closeSync = () => { throw new TypeError("canary"); };`;
    const { status, stderr } = runAfter(failing, ["validate", "pools.yaml"]);
    expect(status).toBe(1);
    const place = String.raw`\([\w-]+\.cjs:\d+:\d+\)`;
    expect(stderr).toMatch(new RegExp(`< withRegularFile ${place} < readRegularFile ${place} < packageRoot ${place}`));
  });
});
