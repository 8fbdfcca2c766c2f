import { win32 } from "node:path";

/** Architectures of 32-bit processes that run on a 64-bit Windows too: of Node, x86 and ARM. */
const narrow: readonly string[] = ["ia32", "arm"];

type Environment = Readonly<Record<string, string | undefined>>;

function folderOfWindows(env: Environment): string {
  return env["windir"] ?? env["SystemRoot"] ?? "C:\\Windows";
}

/** The path of cmd.exe, which is started by it alone: `ComSpec` may name another program, and a name is looked for. */
export function windowsShell(env: Environment): string {
  return win32.join(folderOfWindows(env), "system32", "cmd.exe");
}

/** Whether a program is named without a folder. */
export function nameAlone(program: string): boolean {
  return !/[\\/]/.test(program);
}

/**
 * Where IIS has its appcmd.exe: `%windir%\system32\inetsrv\appcmd.exe`. On a 64-bit Windows, a 32-bit process that asks
 * for system32 gets SysWOW64, whose appcmd edits another configuration; `Sysnative`, which is there only for such a
 * process, leads it to the real one.
 *
 * @param env of this process.
 * @param exists whether a file is there, as this process sees it.
 * @param arch of this process, as Node names it.
 * @returns the path in system32 where nothing is found: the one to tell about.
 */
export function windowsAppcmd(env: Environment, exists: (file: string) => boolean, arch: string): string {
  const appcmdIn = (folder: string): string => win32.join(folderOfWindows(env), folder, "inetsrv", "appcmd.exe");
  const native = appcmdIn("Sysnative");
  return narrow.includes(arch) && exists(native) ? native : appcmdIn("system32");
}
