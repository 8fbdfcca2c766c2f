import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { lazily } from "./lazily";
import { megabyte, readRegularFile } from "./read-file";

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
}

/** The path of a program of this package, from the `bin` entry of its package.json. */
export function packageProgram(name: string): string {
  const { folder, manifest } = packageRoot();
  const program = manifest.bin[name];
  if (program === undefined) throw new Error(`package.json of pulumi-iis has no program ${name}`);
  return join(folder, program);
}

/** The path of a file of this package. */
export function packageFile(path: string): string {
  return join(packageRoot().folder, path);
}

/** The version of this package, from its package.json. */
export function packageVersion(): string {
  return packageRoot().manifest.version;
}

const packageRoot = lazily(findPackageRoot);

/** The sources are one folder nearer to it than dist/. */
function findPackageRoot(): { folder: string; manifest: Manifest } {
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
