import { execFileSync } from "node:child_process";
import { cpSync } from "node:fs";
import { madeFolder } from "../../made-folder";

/** Gives a folder this package as it is built, packed and installed, and nothing else of this checkout. @param beside more packages */
export function installPackage(folder: string, ...beside: readonly string[]): void {
  cpSync(madeFolder("installed"), folder, { recursive: true, verbatimSymlinks: true });
  if (beside.length === 0) return;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("npm_")));
  // A registry that does not answer is asked again after a minute; npm's own limit is five.
  const options = ["--silent", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-timeout=60000"];
  execFileSync("npm", ["install", ...options, ...beside], {
    cwd: folder,
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
}
