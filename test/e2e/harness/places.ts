import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

/** This project's folder. */
export const repository = resolve(__dirname, "../../..");

/** The compiled appcmd emulator. */
export const emulatorMain = join(repository, "dist", "emulator", "main.js");

let folder: Promise<string> | undefined;

/** The folder with the real Pulumi CLI, looked for once a test file. */
export function cliFolder(): Promise<string> {
  folder ??= promisify(execFile)(process.execPath, [join(repository, "scripts", "pulumi-cli.mjs")]).then(({ stdout }) =>
    stdout.trim(),
  );
  return folder;
}

/** The folder with the Node that programs and providers run on: this process's own, or the devDependency's. */
export function nodeFolder(): string {
  const own = Number.parseInt(process.versions.node, 10) >= 24;
  const bundled = join(repository, "node_modules", "node", "bin");
  return own || !existsSync(bundled) ? dirname(process.execPath) : bundled;
}
