// Compiles provider/ into dist/, and bundles the programs: the emulator, with its schema files beside it, iispools and the plugin.
// All of it is made beside what is there and takes its place in the end: a program that runs meanwhile finds one or the other.
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { readCall } from "../tools/read-call.mts";
import { bundle, writeLauncher } from "./lib/bundle.mts";
import { writeLicenses } from "./lib/licenses.mts";

readCall("npm run build", {});

const made = `dist.${process.pid}`;

/** Replaces a folder with another one. */
function replace(folder: string, place: string): void {
  const old = `${made}.old`;
  if (existsSync(place)) renameSync(place, old);
  renameSync(folder, place);
  rmSync(old, { recursive: true, force: true });
}

/** The manifests with which Microsoft DSC finds iispools as a resource; Windows starts npm's `iispools.cmd` only by its whole name. */
async function writeManifests(folder: string): Promise<void> {
  const { manifestText } = (await import(pathToFileURL(resolve(made, "provider/dsc/manifest.js")).href)) as {
    manifestText: (executable: string) => string;
  };
  for (const [place, executable] of [
    [folder, "iispools"],
    [join(folder, "windows"), "iispools.cmd"],
  ] as const) {
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, "iispools.dsc.resource.json"), manifestText(executable));
  }
}

try {
  const tsc = ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json", "--outDir", made];
  execFileSync(process.execPath, tsc, { stdio: "inherit" });
  const emulator = await bundle("emulator/main.ts", join(made, "emulator/emulator.cjs"));
  const iispools = await bundle("provider/cli/bin.ts", join(made, "cli/iispools.cjs"));
  const plugin = await bundle("provider/pulumi/plugin/main.ts", join(made, "plugin/plugin.cjs"));
  writeLicenses(
    [emulator, iispools, plugin].flatMap(({ packages }) => packages),
    join(made, "licenses.txt"),
  );
  await writeManifests(join(made, "dsc"));
  const schema = { recursive: true, filter: (path: string) => !path.endsWith(".ts") };
  cpSync("emulator/schema", join(made, "emulator/schema"), schema);
  const check = join(made, "provider/check-node.js");
  writeLauncher(join(made, "emulator/main.js"), check, "./emulator.cjs", emulator);
  writeLauncher(join(made, "provider/cli/bin.js"), check, "../../cli/iispools.cjs", iispools);
  writeLauncher(join(made, "launcher.cjs"), check, "./bundle/plugin.cjs", plugin);
  replace(join(made, "plugin"), "plugin/bundle");
  renameSync(join(made, "launcher.cjs"), "plugin/pulumi-resource-iis.cjs");
  replace(made, "dist");
} finally {
  rmSync(made, { recursive: true, force: true });
}
const { bin } = JSON.parse(readFileSync("package.json", "utf8")) as { bin: Record<string, string> };
for (const program of Object.values(bin)) chmodSync(program, 0o755);
