import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { forgiveCodes } from "../../provider/quoting/forgive-codes";
import { quoteForCmd } from "../../provider/quoting/cmd";
import { quoteForPowerShell } from "../../provider/quoting/powershell";
import { awkwardNames } from "./awkward-texts";
import { hasWine, installCommand } from "./wine";
import { parseForgiving } from "../../tools/windows/shell-models.mts";

const forgiven = {
  codes: [1062, 4312],
  message: "nothing to recycle: the pool has no worker process",
  retried: [1058, 1061, 1722],
};
const program = "%windir%\\system32\\inetsrv\\appcmd.exe";

describe("a line that forgives exit codes", () => {
  it.each([
    ["cmd", quoteForCmd],
    ["powershell", quoteForPowerShell],
  ] as const)("of %s holds the line of the command, whatever the pool's name", (shell, quote) => {
    for (const name of awkwardNames) {
      const line = quote(program, ["recycle", "apppool", name]);
      expect(parseForgiving(line)).toEqual({ line, codes: [], retried: [] });
      const { codes, retried } = forgiven;
      expect(parseForgiving(forgiveCodes[shell](line, forgiven))).toEqual({ line, codes, retried });
    }
  });

  it("of PowerShell ends as the program does, but for those codes", () => {
    const codes = { codes: [7], message: "idle", retried: [8] };
    expect(forgiveCodes.powershell(quoteForPowerShell("a.exe", []), codes)).toContain(
      ";$global:LASTEXITCODE=1;for($i=0;$i -lt 10;$i++){& 'a.exe';if(@(8) -notcontains $LASTEXITCODE){break};" +
        "Start-Sleep -Seconds 1};if(@(7) -contains $LASTEXITCODE){'idle';exit 0};exit $LASTEXITCODE",
    );
  });
});

(hasWine ? describe : describe.skip)(
  hasWine ? "cmd.exe, under Wine," : `cmd.exe, under Wine (missing here: ${installCommand}),`,
  () => {
    it("ends with 0 where the program succeeds or its exit code is forgiven, else with 1", () => {
      const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-forgive-"));
      const env = {
        ...process.env,
        HOME: folder,
        WINEPREFIX: join(folder, "prefix"),
        WINEDEBUG: "-all",
        TMPDIR: folder,
      };
      const windowsPath = (file: string): string => `Z:${join(folder, file).replaceAll("/", "\\")}`;
      const options = { env, stdio: "ignore", timeout: 280_000 } as const;
      try {
        const source = join(__dirname, "windows", "run-lines.c");
        const starter = join(folder, "run-lines.exe");
        execFileSync("x86_64-w64-mingw32-gcc", ["-O1", "-municode", "-o", starter, source], options);
        // Each call takes the first code off the list in a file, and ends with it.
        const script = ["@echo off", "set /p codes=<%1", 'for /f "tokens=1*" %%a in ("%codes%") do (', "echo %%b>%1"];
        writeFileSync(join(folder, "next.cmd"), [...script, "exit %%a", ")"].join("\r\n"));
        const ends: [codes: number[], ended: number][] = [
          ...([0, 1, 1060, 1062, 1063, 4312, 1168, -2147417850] as const).map((code): [number[], number] => [
            [code],
            [0, 1062, 4312].includes(code) ? 0 : 1,
          ]),
          [[1061, 1058, 1722, 0], 0],
          [[1061, 1062], 0],
          [[1061, 1168, 0], 1],
        ];
        const lines = ends.map(([codes], index) => {
          writeFileSync(join(folder, `codes-${index}`), `${codes.join(" ")}\r\n`);
          const ending = quoteForCmd("cmd.exe", ["/c", windowsPath("next.cmd"), windowsPath(`codes-${index}`)]);
          return `cmd.exe /c "${forgiveCodes.cmd(ending, forgiven).replaceAll("ping -n 2", "ping -n 1")}"\n`;
        });
        writeFileSync(join(folder, "lines"), lines.join(""), "utf16le");
        execFileSync("wine", [starter, windowsPath("lines"), windowsPath("output")], options);
        const printed = readFileSync(join(folder, "output"), "latin1")
          .split("\n")
          .map((line) => line.trim());
        expect(printed.filter((line) => line.startsWith("= "))).toEqual(ends.map(([, ended]) => `= ${ended}`));
        expect(printed.filter((line) => line === forgiven.message)).toHaveLength(3);
        execFileSync("wineserver", ["-k"], options);
      } finally {
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      }
    }, 300_000);
  },
);
