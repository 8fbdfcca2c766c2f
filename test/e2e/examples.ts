import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { lazily } from "../../provider/lazily";
import { nodeFolder } from "../../tools/workspace/places.mts";
import { installPackage } from "./harness/installed-package";

/** What a command left. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A copy of an example's folder, in which commands run as its reader types them. */
export interface Example {
  readonly folder: string;
  /** Runs a text in a shell. */
  readonly run: (script: string, env?: Readonly<Record<string, string>>) => Ran;
  readonly dispose: () => void;
}

const made: string[] = [];

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** A folder with the packed package and nothing of this checkout; one for a test file. */
const installed = lazily(() => {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-installed-"));
  made.push(folder);
  installPackage(folder);
  return { modules: join(folder, "node_modules") };
});

/**
 * Copies files or folders of the packed package's examples/ into a folder of their own. `iispools` there, and `npx`, run
 * the programs of that package; `npm` is a stand-in that installs nothing, because the package is there.
 */
export function copyExample(...names: readonly string[]): Example {
  const root = mkdtempSync(join(tmpdir(), "pulumi-iis-example-"));
  const folder = join(root, "place");
  const bin = join(root, "bin");
  mkdirSync(folder);
  mkdirSync(bin);
  const { modules } = installed();
  for (const name of names) cpSync(join(modules, "pulumi-iis/examples", name), folder, { recursive: true });
  symlinkSync(modules, join(folder, "node_modules"));
  const programs = join(modules, ".bin");
  const standIn = (name: string, text: string): void => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  standIn("npx", `program=$1; shift; exec "${programs}/$program" "$@"`);
  standIn("npm", "exit 0");
  const path = [bin, programs, nodeFolder(), process.env["PATH"]].join(delimiter);
  return {
    folder,
    run: (script, env = {}) => {
      const { status, stdout, stderr } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
        cwd: folder,
        env: { PATH: path, HOME: root, ...env },
        encoding: "utf8",
      });
      return { code: status ?? -1, stdout, stderr };
    },
    dispose: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
}
