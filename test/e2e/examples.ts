import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { packageProgram } from "../../provider/package-root";
import { repository } from "../../tools/workspace/places.mts";

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

/**
 * Copies files or folders of examples/ into a folder of their own. Instead of `npx` and `npm` there are stand-ins: the
 * first runs the built programs of this package, the second installs nothing.
 */
export function copyExample(...names: readonly string[]): Example {
  const root = mkdtempSync(join(tmpdir(), "pulumi-iis-example-"));
  const folder = join(root, "place");
  const bin = join(root, "bin");
  mkdirSync(folder);
  mkdirSync(bin);
  for (const name of names) cpSync(join(repository, "examples", name), folder, { recursive: true });
  const program = (name: string, text: string): void => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  const [tool, emulator] = [packageProgram("iispools"), packageProgram("appcmd-emulator")];
  program(
    "npx",
    `program=$1; shift
case $program in
  iispools) exec "${process.execPath}" "${tool}" "$@" ;;
  appcmd-emulator) exec "${process.execPath}" "${emulator}" "$@" ;;
esac
echo "npx: unexpected $program" >&2; exit 127`,
  );
  program("iispools", `exec "${process.execPath}" "${tool}" "$@"`);
  program("npm", "exit 0");
  return {
    folder,
    run: (script, env = {}) => {
      const { status, stdout, stderr } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
        cwd: folder,
        env: { PATH: [bin, process.env["PATH"]].join(delimiter), HOME: root, ...env },
        encoding: "utf8",
      });
      return { code: status ?? -1, stdout, stderr };
    },
    dispose: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
}
