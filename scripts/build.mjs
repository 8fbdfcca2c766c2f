// Compiles provider/ into dist/, and makes one file each of the emulator, with its schema files beside it, and of the plugin.
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, readFileSync, rmSync } from "node:fs";
import { bundle, writeLicenses } from "./lib/bundle.mjs";

rmSync("dist", { recursive: true, force: true });
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"], { stdio: "inherit" });
writeLicenses(
  [
    ...(await bundle("emulator/main.ts", "dist/emulator/main.js")),
    ...(await bundle("provider/pulumi/plugin-main.ts", "plugin/pulumi-resource-iis.cjs")),
  ],
  "dist/licenses.txt",
);
cpSync("emulator/schema", "dist/emulator/schema", { recursive: true, filter: (path) => !path.endsWith(".ts") });
for (const program of Object.values(JSON.parse(readFileSync("package.json", "utf8")).bin)) chmodSync(program, 0o755);
