import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { repository } from "../tools/workspace/places.mts";

/** A folder that several test files share, which only read it: `tools/made-once.mts` lists them. */
export function madeFolder(name: "installed" | "kerberos" | "linux-x64" | "win-x64"): string {
  const script = join(repository, "tools/made-once.mts");
  return execFileSync(process.execPath, [script, name], { encoding: "utf8" }).trim();
}
