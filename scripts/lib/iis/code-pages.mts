import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { appcmd, appcmdProgram, cmdProgram, end, expect, iispoolsScript, testPrefix } from "./machine.mts";

const pages = [437, 850, 1252, 65001];
const pool = `${testPrefix}-Größe`;

/** A pool whose name leaves ASCII is as its file says, whatever the console's code page is. */
export function codePages(): void {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-code-pages-"));
  try {
    writeFileSync(join(folder, "pools.yaml"), `version: 1\npools:\n  ${pool}: { queueLength: 2000 }\n`);
    expect(appcmd("add", "apppool", `/name:${pool}`, "/queueLength:2000").exitCode === 0, "appcmd to make the pool");
    for (const page of pages) {
      const line = `chcp ${page} >nul & "${process.execPath}" "${iispoolsScript}" plan --detailed-exitcode`;
      const result = end(cmdProgram, ["/d", "/s", "/c", `"${line}"`], { verbatim: true, cwd: folder });
      expect(result.exitCode === 0, `nothing to change in code page ${page}`, result);
    }
  } finally {
    appcmd("delete", "apppool", `/apppool.name:${pool}`);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A command ends with the same code when it is started directly and by cmd.exe, which hands it on to whoever started that. */
export function exitCodes(): void {
  const commands = [
    ["list", "apppool", `${testPrefix}-none`],
    ["delete", "apppool", `${testPrefix}-none`],
    ["recycle", "apppool", `${testPrefix}-none`],
    ["set", "apppool", `${testPrefix}-none`, "/queueLength:2000"],
    ["add", "apppool", "/name:"],
    ["add", "apppool"],
    ["nonsense"],
    ["list", "config", "-section:nonsense"],
  ];
  for (const command of commands) {
    const direct = appcmd(...command).exitCode;
    const line = `""${appcmdProgram}" ${command.join(" ")}"`;
    const byCmd = end(cmdProgram, ["/d", "/s", "/c", line], { verbatim: true }).exitCode;
    expect(direct === byCmd, `${command.join(" ")} to end with ${direct} by cmd.exe too, not with ${byCmd}`);
  }
}
