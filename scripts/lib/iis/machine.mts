// The server that npm run test:iis runs on, and its programs.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { outputDecoder, readCodePage } from "#dist/provider/transport/decode-output.js";

const root = join(import.meta.dirname, "../../..");

/** What a program printed, and how it ended. */
export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Why the check cannot be made here. */
export class NotHere extends Error {}

const windir = process.env["windir"] ?? "C:\\Windows";
const system = join(windir, "system32");
export const cmdProgram = join(system, "cmd.exe");
export const powerShellFolder = join(system, "WindowsPowerShell", "v1.0");
export const appcmdProgram = join(system, "inetsrv", "appcmd.exe");
/** Of a stand-in for appcmd, the file that it works on. */
export const serverConfig =
  process.env["APPCMD_EMULATOR_CONFIG"] ?? join(system, "inetsrv", "config", "applicationHost.config");

/** Whether this is a Windows with appcmd. */
export const hasAppcmd = process.platform === "win32" && existsSync(appcmdProgram);

/** The code page of the console, in which appcmd and cmd.exe print; undefined if it cannot be read. */
export function consoleCodePage(): number | undefined {
  const { stdout, error } = spawnSync(cmdProgram, ["/d", "/c", "chcp"]);
  return error === undefined ? readCodePage(stdout.toString("latin1")) : undefined;
}

const decode = outputDecoder("this server", () => Promise.resolve(consoleCodePage()));

/** Runs a program to its end; a command line of Windows is passed as it is. Its output is decoded as the product does. */
export async function end(
  file: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string; verbatim?: boolean } = {},
): Promise<Ended> {
  const { env, cwd, verbatim = false } = options;
  const { status, stdout, stderr, error } = spawnSync(file, args, {
    ...(cwd !== undefined && { cwd }),
    env: { ...process.env, ...env },
    windowsVerbatimArguments: verbatim,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) throw error;
  const [printed, complaints] = await Promise.all([decode(stdout), decode(stderr)]);
  return { exitCode: status ?? -1, stdout: printed.text, stderr: complaints.text };
}

/** Runs appcmd with these arguments. */
export type Run = (...args: readonly string[]) => Promise<Ended>;

/** The server's own appcmd. */
export const appcmd: Run = (...args) => end(appcmdProgram, args);

/** The emulator, on a file of its own. */
export const emulatorOn =
  (configFile: string): Run =>
  (...args) =>
    end(process.execPath, [join(root, "dist/emulator/main.js"), ...args], {
      // By its own assumptions, also where a stand-in for appcmd has others.
      env: { APPCMD_EMULATOR_CONFIG: configFile, APPCMD_EMULATOR_WARNINGS: "off", APPCMD_EMULATOR_ASSUME: "" },
    });

/** The built iispools. */
export const iispoolsScript = join(root, "dist/provider/cli/bin.js");

export const iispools = (cwd: string, ...args: readonly string[]): Promise<Ended> =>
  end(process.execPath, [iispoolsScript, ...args], { cwd });

/** @throws Error with what was expected, if the condition does not hold */
export function expect(condition: boolean, expected: string, got: Partial<Ended> = {}): void {
  if (condition) return;
  const said = [got.stdout, got.stderr].filter((text) => text).join("\n");
  throw new Error(
    `expected ${expected}${got.exitCode === undefined ? "" : `; exit code ${got.exitCode}`}\n${said}`.trim(),
  );
}
