import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

interface Manifest {
  readonly name: string;
  readonly bin: Readonly<Record<string, string>>;
}

/** The path of a program that this package brings, from the `bin` entry of its package.json. */
export function packageProgram(name: string): string {
  let folder = realpathSync(__dirname);
  for (;;) {
    const file = join(folder, "package.json");
    if (existsSync(file)) {
      const manifest = JSON.parse(readFileSync(file, "utf8")) as Manifest;
      const program = manifest.name === "pulumi-iis" ? manifest.bin[name] : undefined;
      if (program !== undefined) return join(folder, program);
    }
    const parent = dirname(folder);
    if (parent === folder)
      throw new Error(`package.json of pulumi-iis, with the program ${name}, is not above ${__dirname}`);
    folder = parent;
  }
}
