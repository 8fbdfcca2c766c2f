import { existsSync } from "node:fs";
import { win32 } from "node:path";
import { missingAppcmd, tellingFiles } from "../appcmd/known-failures";
import { isShortage } from "../crash";
import { IisError, joinSentences } from "../errors";
import { outputDecoder, readCodePage } from "./decode-output";
import { runProcess } from "./process";
import type { Transport } from "./transport";

/** Architectures, as Node.js names them, of 32-bit processes that also run on 64-bit Windows: x86 and ARM. */
const narrow: readonly string[] = ["ia32", "arm"];

type Environment = Readonly<Record<string, string | undefined>>;

function folderOfWindows(env: Environment): string {
  return env["windir"] ?? env["SystemRoot"] ?? "C:\\Windows";
}

/**
 * The path of cmd.exe. It is always started by this path, because `ComSpec` may name another program and a bare name is
 * searched for.
 */
export function windowsShell(env: Environment): string {
  return win32.join(folderOfWindows(env), "system32", "cmd.exe");
}

/** Whether a program is named without a folder. */
export function nameAlone(program: string): boolean {
  return !/[\\/]/.test(program);
}

/**
 * The path of IIS's appcmd.exe: `%windir%\system32\inetsrv\appcmd.exe`. On 64-bit Windows, system32 is SysWOW64 for a
 * 32-bit process, and the appcmd there edits another configuration. Only such a process sees the folder `Sysnative`,
 * which is the real system32.
 *
 * @param env of this process
 * @param exists whether a file exists, as this process sees it
 * @param arch of this process, as Node.js names it
 * @returns the path in system32 if no file is found, for the error message
 */
export function windowsAppcmd(env: Environment, exists: (file: string) => boolean, arch: string): string {
  const appcmdIn = (folder: string): string => win32.join(folderOfWindows(env), folder, "inetsrv", "appcmd.exe");
  const native = appcmdIn("Sysnative");
  return narrow.includes(arch) && exists(native) ? native : appcmdIn("system32");
}

/**
 * The error of a Windows machine without IIS's appcmd.exe.
 *
 * @param exists whether a file exists, as this process sees it
 * @param cause why it was not started
 * @returns undefined for another cause, or if the file exists
 */
export function whyMissing(env: Environment, exists: (file: string) => boolean, cause: unknown): IisError | undefined {
  if ((cause as NodeJS.ErrnoException).code !== "ENOENT") return undefined;
  const isThere = ({ variable, path }: (typeof tellingFiles)[number]): boolean => {
    const folder = variable === "windir" ? folderOfWindows(env) : env[variable];
    return folder !== undefined && exists(`${folder}${path}`);
  };
  const first = tellingFiles.findIndex(isThere);
  const missing = missingAppcmd(first < 0 ? tellingFiles.length : first);
  return missing && new IisError(missing.code, { ...missing, hint: joinSentences(missing.hint, choices), cause });
}

/** Maximum command line of CreateProcess (32,767) without room for the program; ServiceMonitor stops at 30,000 too. */
const createProcessLimit = 30_000;
/** The limit of Linux and macOS for all arguments together, with room for the environment. */
const posixLimit = 128_000;

/** The maximum command line of a process on this machine, in characters. */
export const processLimit = process.platform === "win32" ? createProcessLimit : posixLimit;

/** Long enough for a `stop` that waits for a pool's shutdownTimeLimit (90 s by default). */
export const commandTimeoutMs = 120_000;

const choices =
  "Run on the IIS server itself, or name another place of appcmd: configFile (offline, on an applicationHost.config), " +
  "host (a server over SSH or WinRM) or appcmdPath (another executable). For iispools: under hosts in a pool file, or " +
  "--config-file <file>. For Pulumi: in connection, or pulumi config set iis:configFile <path>";

/**
 * The code page in which console programs without a window, such as appcmd when it is started here, print on this
 * machine.
 *
 * @returns undefined if this machine does not run Windows, or if the code page cannot be read
 */
async function consoleCodePage(): Promise<number | undefined> {
  if (process.platform !== "win32") return undefined;
  const file = windowsShell(process.env);
  const asked = runProcess({ file, arguments: ["/d", "/c", "chcp"], timeoutMs: 10_000 });
  return asked.then(
    ({ stdout }) => readCodePage(stdout),
    () => undefined,
  );
}

/**
 * appcmd as a process of this machine: `%windir%\system32\inetsrv\appcmd.exe`, or the given executable.
 *
 * @param codePage of appcmd's output if it is not UTF-8; default: that of the console
 */
export function localTransport(appcmdPath?: string, codePage?: number): Transport {
  if (appcmdPath === undefined && process.platform !== "win32") {
    const problem = `this machine has no IIS (it runs ${process.platform}, not Windows)`;
    throw new IisError("NO_APPCMD", { problem, hint: choices });
  }
  if (appcmdPath !== undefined && process.platform === "win32" && nameAlone(appcmdPath)) {
    throw new IisError("NO_APPCMD", {
      path: "connection.appcmdPath",
      problem: `${appcmdPath} is a file name without a folder, which Windows searches in the current folder first`,
      hint: `Give the path of ${appcmdPath}`,
    });
  }
  const file = appcmdPath ?? windowsAppcmd(process.env, existsSync, process.arch);
  const host = appcmdPath ?? "localhost";
  const decode = outputDecoder(host, codePage === undefined ? consoleCodePage : () => Promise.resolve(codePage));
  return {
    host,
    windowsFolder: () => Promise.resolve(folderOfWindows(process.env)),
    key: `local:${file}`,
    maxCommandLength: processLimit,
    async exec(argumentsOfCommand, signal, end) {
      try {
        const timeoutMs = commandTimeoutMs;
        return await runProcess({ file, arguments: argumentsOfCommand, timeoutMs, host, signal, end, decode });
      } catch (cause) {
        if (cause instanceof IisError || isShortage(cause)) throw cause;
        const missing = appcmdPath === undefined ? whyMissing(process.env, existsSync, cause) : undefined;
        if (missing !== undefined) throw missing;
        const problem = `cannot start ${file}: ${(cause as Error).message}`;
        throw new IisError("NO_APPCMD", { problem, hint: choices, cause });
      }
    },
  };
}
