import { escapeIndexerValue, escapeValue } from "../../provider/appcmd/edit";
import { commandLineLength, quoteCommandLine } from "../../provider/quoting/quote";
import { quoteForCmd } from "../../provider/quoting/cmd";
import { quoteForPowerShell } from "../../provider/quoting/powershell";
import { inGroups } from "../../tools/windows/awkward-texts.mts";
import { awkwardTexts } from "./awkward-texts";
import {
  parseCmdLine,
  parseCommandLine,
  parsePowerShellLine,
  unescapeIndexerValue,
  unescapeValue,
} from "../../tools/windows/shell-models.mts";

const groups = [...awkwardTexts.map((text) => [text]), ...inGroups(awkwardTexts, 25).map((texts) => ["", ...texts])];
const program = "C:\\Program Files (x86)\\IIS Express\\appcmd.exe";
const environment = { PATH: "C:\\Windows", WINDIR: "C:\\Windows", "25PATH": "wrong", "25": "wrong", U0041: "wrong" };

describe("the models of what reads a command line, which need no Windows", () => {
  it("are given 2,000 different texts with every printable character of ASCII", () => {
    expect(new Set(awkwardTexts).size).toBe(2000);
    for (let code = 32; code < 127; code += 1) expect(awkwardTexts).toContain(String.fromCharCode(code));
  });

  it("read the arguments of a command line of CreateProcess as they were put in, and count its length exactly", () => {
    for (const texts of groups) {
      const line = quoteCommandLine(texts);
      expect(parseCommandLine(line)).toEqual(texts);
      expect(commandLineLength(texts)).toBe(` ${line}`.length);
    }
  });

  it("read the arguments of a line of cmd.exe as they were put in, escaped for appcmd or not", () => {
    for (const texts of groups) {
      const escaped = texts.map(escapeValue);
      for (const given of [texts, escaped]) {
        const commandLine = parseCmdLine(quoteForCmd(program, given), environment);
        expect(commandLine).toBe(`"${program}" ${quoteCommandLine(given)}`);
        expect(parseCommandLine(commandLine)).toEqual([program, ...given]);
      }
    }
  });

  it("read the arguments of a line of PowerShell as they were put in", () => {
    for (const texts of groups) {
      const commandLine = parsePowerShellLine(quoteForPowerShell(program, texts));
      expect(parseCommandLine(commandLine)).toEqual([program, ...texts]);
    }
  });

  it("take the escapes of appcmd away again", () => {
    for (const text of awkwardTexts) {
      expect(unescapeValue(escapeValue(text))).toBe(text);
      expect(unescapeIndexerValue(escapeIndexerValue(text))).toBe(text);
    }
  });
});
