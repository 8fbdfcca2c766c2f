// Packs the npm package and has it and the policy pack examined: publint reports mistakes in package.json, attw types that
// some way of importing does not find. The package must have every file of examples/ that is committed, no source maps, and
// its links those of lib/project-page.mts. Needs the build, and no network.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCall } from "../tools/read-call.mts";
import { wrongLinks } from "./lib/project-page.mts";

readCall("npm run check", {});

/** The paths that a command prints, a line each. */
function listed(program: string, ...args: readonly string[]): string[] {
  return execFileSync(program, args, { encoding: "utf8" })
    .split(/\r?\n/)
    .filter((line) => line !== "");
}

/** What is wrong with the links and the examples of a packed package, a line each. */
function faultsOf(tarball: string): string[] {
  const packed = listed("tar", "-tf", tarball);
  const expected = listed("git", "ls-files", "examples").map((file) => `package/${file}`);
  const surplus = packed.filter((file) => file.startsWith("package/examples/") && !expected.includes(file));
  return [
    ...wrongLinks(),
    ...expected.filter((file) => !packed.includes(file)).map((file) => `${file} is not in the npm package`),
    ...packed.filter((file) => file.endsWith(".map")).map((file) => `${file} is a source map in the npm package`),
    ...surplus.map((file) => `${file} is in the npm package and not committed`),
  ];
}

const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-check-"));
try {
  execFileSync("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder], {
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  const tarball = join(folder, readdirSync(folder)[0] ?? "");
  const faults = faultsOf(tarball);
  if (faults.length > 0) {
    process.stderr.write(`${faults.join("\n")}\n`);
    process.exitCode = 1;
  }
  for (const examine of [
    ["node_modules/publint/src/cli.js", "run", tarball, "--strict"],
    ["node_modules/publint/src/cli.js", "run", "policies", "--strict"],
    ["node_modules/@arethetypeswrong/cli/dist/index.js", tarball, "--no-definitely-typed", "--format", "ascii"],
  ]) {
    execFileSync(process.execPath, examine, { stdio: "inherit" });
  }
} catch (error) {
  if ((error as { status?: unknown }).status === undefined) throw error;
  process.exitCode = 1; // it has said why
} finally {
  rmSync(folder, { recursive: true, force: true });
}
