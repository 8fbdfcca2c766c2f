import fc from "fast-check";
import { escapeValue } from "../../provider/appcmd/edit";
import { quoteCommandLine } from "../../provider/quoting/quote";
import { quoteForCmd } from "../../provider/quoting/cmd";
import { quoteForPowerShell } from "../../provider/quoting/powershell";
import { inGroups } from "../../tools/windows/awkward-texts.mts";
import { awkwardTexts } from "./awkward-texts";
import { type Given, hasWine, installCommand, startWine } from "./wine";
import { parseCommandLine, parsePowerShellLine, unescapeValue } from "../../tools/windows/shell-models.mts";

/** The 2,000 texts in groups, each with an empty argument before it, which is the one that a shell loses most easily. */
const groups = inGroups(awkwardTexts, 25).map((texts) => ["", ...texts]);
/** As appcmd is sent them. Wine's cmd needs it: it expands `%NAME%` after it has read the carets, Windows before. */
const escapedGroups = groups.map((texts) => texts.map(escapeValue));

/** Lines that nobody would write, to compare the model of the parser with a parser. */
const strangeLines = fc.sample(
  fc
    .array(fc.constantFrom("a", '"', '"', "\\", "\\\\", " ", "\t", "ä"), { minLength: 1, maxLength: 60 })
    .map((pieces) => pieces.join("")),
  { seed: 7, numRuns: 60 },
);

/** The command lines that Windows starts, by what is looked at. */
function linesFor(program: string) {
  return {
    createProcess: [...groups, awkwardTexts].map((texts) => `"${program}" ${quoteCommandLine(texts)}`),
    cmd: escapedGroups.map((texts) => `cmd /c "${quoteForCmd(program, texts)}"`),
    powerShell: groups.map((texts) => parsePowerShellLine(quoteForPowerShell(program, texts))),
    strange: strangeLines.map((line) => `"${program}" ${line}`),
  };
}

(hasWine ? describe : describe.skip)(
  hasWine ? "a process of Windows, under Wine," : `a process of Windows, under Wine (missing here: ${installCommand}),`,
  () => {
    const given: Partial<Record<keyof ReturnType<typeof linesFor>, Given[]>> = {};

    beforeAll(() => {
      const wine = startWine();
      try {
        const lines = linesFor(wine.program);
        const names = Object.keys(lines) as (keyof typeof lines)[];
        // One start of Wine for all, as each takes seconds.
        const answers = wine.run(names.flatMap((name) => lines[name]));
        for (const name of names) given[name] = answers.splice(0, lines[name].length);
      } finally {
        wine.dispose();
      }
    }, 600_000);

    it("is given 2,000 texts exactly as they were put into a command line of CreateProcess", () => {
      const all = [...groups, awkwardTexts];
      expect(given.createProcess).toEqual(all.map((texts) => ({ runtime: texts, shellApi: texts })));
    });

    it("is given 2,000 texts exactly as they were put, escaped for appcmd, into a line of cmd /c", () => {
      expect(given.cmd).toEqual(escapedGroups.map((texts) => ({ runtime: texts, shellApi: texts })));
      expect(given.cmd?.map(({ runtime }) => runtime.map(unescapeValue))).toEqual(groups);
    });

    it("is given 2,000 texts exactly by the command lines that the model of PowerShell makes", () => {
      expect(given.powerShell).toEqual(groups.map((texts) => ({ runtime: texts, shellApi: texts })));
    });

    it("reads any line as the model does", () => {
      expect(given.strange?.map(({ runtime }) => runtime)).toEqual(strangeLines.map(parseCommandLine));
    });
  },
);
