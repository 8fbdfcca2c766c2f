// Node's single executable applications: the program of a platform with the package's files inside. The only user of postject.
import { execFile } from "node:child_process";
import { chmodSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { nodeBinary, type NodePlatform } from "../../../tools/node-binaries/node-binary.mts";
import { assets, mainScript } from "./contents.mts";
import { type Certificate, removeSignature, signForMacos, signForWindows } from "./sign.mts";

const run = promisify(execFile);

/** Node finds its resource by this mark. */
const sentinelFuse = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";

/**
 * Writes the executable of a platform.
 *
 * @param blob of {@link writeBlob}, the same for all platforms
 * @param certificate signs it if it is for Windows
 */
export async function writeExecutable(
  platform: NodePlatform,
  blob: string,
  outfile: string,
  certificate?: Certificate,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-executable-"));
  try {
    const program = join(folder, "program");
    copyFileSync(await nodeBinary(platform), program);
    chmodSync(program, 0o755);
    if (platform.startsWith("win32")) await removeSignature(program);
    const words = ["postject/dist/cli.js", program, "NODE_SEA_BLOB", blob, "--sentinel-fuse", sentinelFuse];
    const segment = platform.startsWith("darwin") ? ["--macho-segment-name", "NODE_SEA"] : [];
    await run(process.execPath, [...words, ...segment], { cwd: "node_modules" });
    if (platform.startsWith("darwin")) await signForMacos(program);
    if (platform.startsWith("win32") && certificate !== undefined) await signForWindows(program, certificate);
    copyFileSync(program, outfile);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Writes what is put into the executables of all platforms. It must be made by the version of Node in them; compiled code and snapshots
 * would be of one platform only.
 *
 * @param folder an absolute path; the blob has no path of it, so it has the same bytes in every folder
 */
export async function writeBlob(folder: string): Promise<string> {
  writeFileSync(join(folder, "main.cjs"), mainScript());
  const config = {
    ...{ main: "main.cjs", output: "blob" },
    ...{ disableExperimentalSEAWarning: true, useSnapshot: false, useCodeCache: false },
    assets: Object.fromEntries(assets().map((file) => [file, resolve(file)])),
  };
  writeFileSync(join(folder, "config.json"), JSON.stringify(config));
  await run(await nodeBinary("linux-x64"), ["--experimental-sea-config", "config.json"], { cwd: folder });
  return join(folder, "blob");
}
