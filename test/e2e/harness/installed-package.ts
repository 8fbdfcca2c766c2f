import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repository } from "../../../tools/workspace/places.mts";

/** Packs this package as it is built, and installs it into a folder that has nothing of this checkout. @param beside more packages */
export function installPackage(folder: string, ...beside: readonly string[]): void {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("npm_")));
  const npm = (cwd: string, ...args: readonly string[]): unknown =>
    execFileSync("npm", args, { cwd, env, stdio: ["ignore", "ignore", "inherit"] });
  const packed = mkdtempSync(join(tmpdir(), "pulumi-iis-packed-"));
  try {
    // The build is there already, and building again would pull it away under other tests.
    npm(repository, "pack", "--silent", "--ignore-scripts", "--pack-destination", packed);
    const tarballs = readdirSync(packed).map((file) => join(packed, file));
    // A registry that does not answer is asked again after a minute; npm's own limit is five.
    const network = ["--prefer-offline", "--fetch-timeout=60000"];
    npm(folder, "install", "--silent", "--no-audit", "--no-fund", ...network, ...tarballs, ...beside);
  } finally {
    rmSync(packed, { recursive: true, force: true });
  }
}
