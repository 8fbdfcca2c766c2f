import fc from "fast-check";
import { commandLineLength, quoteArgument } from "../../provider/appcmd/quote";

/** The rules of CommandLineToArgvW, read the other way round: what a Windows program is given. */
function parseWindowsArguments(line: string): string[] {
  const found: string[] = [];
  let current = "";
  let inQuotes = false;
  let any = false;
  for (let i = 0; i < line.length;) {
    const run = /^\\*/.exec(line.slice(i))![0].length;
    if (run > 0) {
      const beforeQuote = line[i + run] === '"';
      current += "\\".repeat(beforeQuote ? Math.floor(run / 2) : run);
      any = true;
      i += run;
      if (beforeQuote && run % 2 === 1) {
        current += '"';
        i += 1;
      }
    } else if (line[i] === '"') {
      inQuotes = !inQuotes;
      any = true;
      i += 1;
    } else if (!inQuotes && /[ \t]/.test(line[i]!)) {
      if (any) found.push(current);
      current = "";
      any = false;
      i += 1;
    } else {
      current += line[i]!;
      any = true;
      i += 1;
    }
  }
  return any ? [...found, current] : found;
}

describe("quoting for Windows' argument parser", () => {
  it.each([
    ["plain", "plain"],
    ["", '""'],
    ["a b", '"a b"'],
    ['say "hi"', '"say \\"hi\\""'],
    ["C:\\Program Files\\", '"C:\\Program Files\\\\"'],
    ["C:\\x\\", "C:\\x\\"],
    ['\\"', '"\\\\\\""'],
  ])("quotes %j as %s", (argument, quoted) => {
    expect(quoteArgument(argument)).toBe(quoted);
  });

  it("is read back unchanged, whatever the arguments", () => {
    const character = fc.constantFrom("a", " ", '"', "\\", "'", "%", "^", "&", "ä", "\t");
    const argument = fc.string({ unit: character, maxLength: 12 });
    fc.assert(
      fc.property(fc.array(argument, { minLength: 1, maxLength: 5 }), (given) => {
        const line = given.map(quoteArgument).join(" ");
        expect(parseWindowsArguments(line)).toEqual(given);
        expect(commandLineLength(given)).toBe(line.length + 1);
      }),
      { numRuns: 2000 },
    );
  });
});
