// Compiles provider/ and emulator/ into dist/ and puts the emulator's schema files beside its code.
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, readFileSync, rmSync } from "node:fs";

rmSync("dist", { recursive: true, force: true });
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"], { stdio: "inherit" });
cpSync("emulator/schema", "dist/emulator/schema", { recursive: true, filter: (path) => !path.endsWith(".ts") });
for (const program of Object.values(JSON.parse(readFileSync("package.json", "utf8")).bin)) {
  if (existsSync(program)) chmodSync(program, 0o755);
}
