import { spawnSync } from "node:child_process";

/** Tests that need programs of Debian: without them they are skipped, and the name says which are missing. */
export function ifPrograms(name: string, programs: readonly string[], body: () => void): void {
  const missing = programs.filter((program) => spawnSync(program, ["--version"], { stdio: "ignore" }).status !== 0);
  if (missing.length === 0) describe(name, body);
  else describe.skip(`${name} (needs ${missing.join(", ")})`, body);
}
