// Packs the npm package and has it examined: publint reports mistakes in package.json, attw types that some way of
// importing does not find. Needs the build, and no network.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-check-"));
try {
  execFileSync("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder], {
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  const tarball = join(folder, readdirSync(folder)[0] ?? "");
  for (const examine of [
    ["node_modules/publint/src/cli.js", "run", tarball, "--strict"],
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
