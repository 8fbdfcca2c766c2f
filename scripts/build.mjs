// Compiles provider/ into dist/, and makes one file each of the emulator, with its schema files beside it, and of the plugin.
// All of it is made beside what is there and takes its place in the end: a program that runs meanwhile finds one or the other.
import "./lib/check-node.mjs";
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { bundle, writeLauncher, writeLicenses } from "./lib/bundle.mjs";

const made = `dist.${process.pid}`;
const plugin = "plugin/pulumi-resource-iis.cjs";
try {
  const tsc = ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json", "--outDir", made];
  execFileSync(process.execPath, tsc, { stdio: "inherit" });
  writeLicenses(
    [
      ...(await bundle("emulator/main.ts", join(made, "emulator/emulator.cjs"))),
      ...(await bundle("provider/pulumi/plugin-main.ts", join(made, "plugin.cjs"))),
    ],
    join(made, "licenses.txt"),
  );
  const schema = { recursive: true, filter: (path) => !path.endsWith(".ts") };
  cpSync("emulator/schema", join(made, "emulator/schema"), schema);
  const check = join(made, "provider/check-node.js");
  writeLauncher(join(made, "emulator/main.js"), check, "emulator.cjs");
  writeLauncher(join(made, "launcher.cjs"), check, "plugin.cjs");
  renameSync(join(made, "plugin.cjs"), "plugin/plugin.cjs");
  renameSync(join(made, "launcher.cjs"), plugin);
  const old = `${made}.old`;
  if (existsSync("dist")) renameSync("dist", old);
  renameSync(made, "dist");
  rmSync(old, { recursive: true, force: true });
} finally {
  rmSync(made, { recursive: true, force: true });
}
for (const program of Object.values(JSON.parse(readFileSync("package.json", "utf8")).bin)) chmodSync(program, 0o755);
