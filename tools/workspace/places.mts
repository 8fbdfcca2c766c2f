import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

/** This project's folder. */
export const repository = join(import.meta.dirname, "..", "..");

/** The compiled appcmd emulator. */
export const emulatorMain = join(repository, "dist", "emulator", "main.js");

/** Where Node.js keeps what it has compiled of programs that are started again and again, as `NODE_COMPILE_CACHE` names it. */
export const compiledFolder = join(tmpdir(), "pulumi-iis-compiled");

const found = new Map<string, Promise<string>>();

/** A real server's configuration if there is one, else the project's own sample. */
export function serverConfig(): string {
  const real = join(repository, "../shared/reference/applicationHost/server-2012r2.config");
  return existsSync(real) ? real : join(repository, "examples/basic/applicationHost.config");
}

/** The folder that a script of this repository prints, asked for once a process or test file. */
export function folderOf(script: string, ...args: readonly string[]): Promise<string> {
  const key = [script, ...args].join(" ");
  const known = found.get(key);
  if (known !== undefined) return known;
  const command = [join(repository, script), ...args];
  const asked = promisify(execFile)(process.execPath, command).then(({ stdout }) => stdout.trim());
  found.set(key, asked);
  return asked;
}

/** The folder with the real Pulumi CLI. */
export function cliFolder(): Promise<string> {
  return folderOf("tools/pulumi-cli/find.mts");
}

/** The folder with what runs YAML programs. */
export function yamlHostFolder(): Promise<string> {
  return folderOf("tools/pulumi-cli/find.mts", "pulumi-language-yaml");
}

/** The folder with the Node that programs and providers run on: this process's own, or the devDependency's. */
export function nodeFolder(): string {
  const own = Number.parseInt(process.versions.node, 10) >= 24;
  const bundled = join(repository, "node_modules", "node", "bin");
  return own || !existsSync(bundled) ? dirname(process.execPath) : bundled;
}
