import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { forgiveCodes, parseForgiving } from "../../provider/quoting/forgive-codes";
import { quoteForCmd } from "../../provider/quoting/quote-cmd";
import { quoteForPowerShell } from "../../provider/quoting/quote-powershell";
import { awkwardNames } from "./awkward-texts";
import { hasWine, installCommand } from "./wine";

const forgiven = { codes: [1062, 4312], message: "nothing to recycle: the pool has no worker process" };
const program = "%windir%\\system32\\inetsrv\\appcmd.exe";

describe("a line that forgives exit codes", () => {
  it.each([
    ["cmd", quoteForCmd],
    ["powershell", quoteForPowerShell],
  ] as const)("of %s holds the line of the command, whatever the pool's name", (shell, quote) => {
    for (const name of awkwardNames) {
      const line = quote(program, ["recycle", "apppool", name]);
      expect(parseForgiving(line)).toEqual({ line, codes: [] });
      expect(parseForgiving(forgiveCodes[shell](line, forgiven))).toEqual({ line, codes: forgiven.codes });
    }
  });

  it("of PowerShell ends as the program does, but for those codes", () => {
    const line = forgiveCodes.powershell(quoteForPowerShell("a.exe", []), { codes: [7], message: "idle" });
    expect(line).toMatch(
      /;\$global:LASTEXITCODE=1;& 'a\.exe';if\(7 -contains \$LASTEXITCODE\)\{'idle';exit 0\};exit \$LASTEXITCODE$/,
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
        const codes = [0, 1, 1061, 1062, 1063, 4312, 1168, -2147417850];
        const lines = codes.map((code) => {
          const ending = quoteForCmd("cmd.exe", ["/c", `exit ${code}`]);
          return `cmd.exe /c "${forgiveCodes.cmd(ending, forgiven)}"\n`;
        });
        writeFileSync(join(folder, "lines"), lines.join(""), "utf16le");
        execFileSync("wine", [starter, windowsPath("lines"), windowsPath("output")], options);
        const printed = readFileSync(join(folder, "output"), "latin1")
          .split("\n")
          .map((line) => line.trim());
        expect(printed.filter((line) => line.startsWith("= "))).toEqual(
          [0, 1, 1, 0, 1, 0, 1, 1].map((code) => `= ${code}`),
        );
        expect(printed.filter((line) => line === forgiven.message)).toHaveLength(2);
        execFileSync("wineserver", ["-k"], options);
      } finally {
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      }
    }, 300_000);
  },
);
