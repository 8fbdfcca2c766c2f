import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { appcmd, appcmdProgram, cmdProgram, consoleCodePage, end, expect, iispoolsScript } from "./machine.mts";
import { testPrefix, withoutNewPools } from "./pools.mts";

const pages = [437, 850, 1252, 65001];
const pool = `${testPrefix}-Größe`;

/**
 * A pool whose name leaves ASCII is as its file says, whatever the console's code page is. `chcp` changes the console of this process
 * too, so the code page of before is set again.
 */
export async function codePages(): Promise<void> {
  const before = consoleCodePage();
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-code-pages-"));
  try {
    writeFileSync(join(folder, "pools.yaml"), `version: 1\npools:\n  ${pool}: { queueLength: 2000 }\n`);
    const made = await appcmd("add", "apppool", `/name:${pool}`, "/queueLength:2000");
    expect(made.exitCode === 0, "appcmd to make the pool", made);
    for (const page of pages) {
      const line = `chcp ${page} >nul & "${process.execPath}" "${iispoolsScript}" plan --detailed-exitcode`;
      const result = await end(cmdProgram, ["/d", "/s", "/c", `"${line}"`], { verbatim: true, cwd: folder });
      expect(result.exitCode === 0, `nothing to change in code page ${page}`, result);
    }
  } finally {
    if (before !== undefined) await end(cmdProgram, ["/d", "/c", "chcp", String(before)]);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A command ends with the same code when it is started directly and by cmd.exe, which hands it on to whoever started that. */
export async function exitCodes(): Promise<void> {
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
  // Whatever a call without a name makes must not stay.
  await withoutNewPools(appcmd, async () => {
    for (const command of commands) {
      const { exitCode: direct } = await appcmd(...command);
      const line = `""${appcmdProgram}" ${command.join(" ")}"`;
      const { exitCode: byCmd } = await end(cmdProgram, ["/d", "/s", "/c", line], { verbatim: true });
      expect(direct === byCmd, `${command.join(" ")} to end with ${direct} by cmd.exe too, not with ${byCmd}`);
    }
  });
}
