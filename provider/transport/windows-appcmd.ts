import { win32 } from "node:path";

/** Architectures of 32-bit processes that run on a 64-bit Windows too: of Node, x86 and ARM. */
const narrow: readonly string[] = ["ia32", "arm"];

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
export function windowsAppcmd(
  env: Readonly<Record<string, string | undefined>>,
  exists: (file: string) => boolean,
  arch: string,
): string {
  const windir = env["windir"] ?? env["SystemRoot"] ?? "C:\\Windows";
  const appcmdIn = (folder: string): string => win32.join(windir, folder, "inetsrv", "appcmd.exe");
  const native = appcmdIn("Sysnative");
  return narrow.includes(arch) && exists(native) ? native : appcmdIn("system32");
}
