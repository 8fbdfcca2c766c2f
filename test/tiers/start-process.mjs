import { spawnSync } from "node:child_process";

/** What no unit test may do. */
export function run() {
  return spawnSync(process.execPath, ["--version"]);
}
