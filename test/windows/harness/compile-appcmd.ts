import { join } from "node:path";
import { emulatorMain } from "../../../tools/workspace/places.mts";
import { run } from "./run";
import { windowsPath } from "./windows-path";

/** Compiles `appcmd.c` for one `node.exe`, to `%windir%\system32\inetsrv\appcmd.exe` of a prefix. */
export async function compileAppcmd(nodeExe: string, prefix: string): Promise<void> {
  await run("x86_64-w64-mingw32-gcc", [
    ...["-municode", "-O1", "-Wall", "-Wextra", "-Werror"],
    `-DNODE_EXE=${wideLiteral(windowsPath(nodeExe))}`,
    `-DEMULATOR=${wideLiteral(windowsPath(emulatorMain))}`,
    ...["-o", join(prefix, "drive_c/windows/system32/inetsrv/appcmd.exe")],
    join(__dirname, "..", "appcmd.c"),
  ]);
}

function wideLiteral(text: string): string {
  return `L"${text.replace(/["\\]/g, "\\$&")}"`;
}
