/**
 * What this package consists of: files of the folder in which it is installed, or of the executable that has them inside
 * (`scripts/package-exe.mts`), by the same paths.
 */
import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import * as sea from "node:sea";
import { lazily } from "./lazily";
import { megabyte, readRegularFile } from "./read-file";
import { inQuotes } from "./text";

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly homepage: string;
}

interface PackageRoot {
  /** Undefined in an executable. */
  readonly folder: string | undefined;
  readonly manifest: Manifest;
}

/** How a program of this package is started: the file, and the first arguments, from the `bin` entry of its package.json. */
export function packageProgram(name: string): { readonly file: string; readonly arguments: readonly string[] } {
  const { folder, manifest } = packageRoot();
  const program = manifest.bin[name];
  if (program === undefined) throw new Error(`package.json of pulumi-iis has no program ${name}`);
  return { file: process.execPath, arguments: [folder === undefined ? name : join(folder, program)] };
}

/** How people call a program of this package at a prompt: what they can type, with quotes around a path with blanks. */
export function packageCall(name: string): string {
  const { folder } = packageRoot();
  // Node's executable has the name by which it was called.
  if (folder === undefined) return `${inQuotes(process.argv0)} ${name}`;
  const besideNode = join(folder, `${name}.cmd`);
  return existsSync(besideNode) ? inQuotes(besideNode) : `npx ${name}`;
}

/**
 * The name by which another program finds a program of this package on the PATH. Windows starts a `.cmd`, which npm and the folder
 * with `node.exe` have, only by its whole name.
 */
export function programOnPath(name: string, platform = process.platform): string {
  return platform === "win32" && packageRoot().folder !== undefined ? `${name}.cmd` : name;
}

/** Where people find a page of this package: its file, or its address at this version where there is none, as with an executable. */
export function packagePage(path: string): string {
  const { folder, manifest } = packageRoot();
  if (folder !== undefined && existsSync(join(folder, path))) return join(folder, path);
  return `${manifest.homepage.replace(/#.*/, "")}/blob/v${manifest.version}/${path}`;
}

/** The version of this package, from its package.json. */
export function packageVersion(): string {
  return packageRoot().manifest.version;
}

const packageRoot = lazily((): PackageRoot => (sea.isSea() ? executable() : findPackageRoot()));

function executable(): PackageRoot {
  return { folder: undefined, manifest: JSON.parse(sea.getAsset("package.json", "utf8")) as Manifest };
}

/** The sources are one folder nearer to it than dist/. */
function findPackageRoot(): PackageRoot {
  for (let folder = realpathSync(__dirname); ;) {
    const file = join(folder, "package.json");
    if (existsSync(file)) {
      const manifest = JSON.parse(readRegularFile(file, megabyte).toString("utf8")) as Manifest;
      if (manifest.name === "pulumi-iis") return { folder, manifest };
    }
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`package.json of pulumi-iis is not above ${__dirname}`);
    folder = parent;
  }
}
