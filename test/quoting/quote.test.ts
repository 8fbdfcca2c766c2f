import fc from "fast-check";
import { commandLineLength, encloseArgument, quoteArgument, quoteCommandLine } from "../../provider/quoting/quote";
import { parseCommandLine } from "../../tools/windows/shell-models.mts";

describe("quoting for Windows' argument parser", () => {
  it.each([
    ["plain", "plain"],
    ["", '""'],
    ["a b", '"a b"'],
    ["a\tb", '"a\tb"'],
    ["a\u00a0b", "a\u00a0b"],
    ['say "hi"', '"say \\"hi\\""'],
    ["C:\\Program Files\\", '"C:\\Program Files\\\\"'],
    ["C:\\x\\", "C:\\x\\"],
    ['\\"', '"\\\\\\""'],
  ])("quotes %j as %s", (argument, quoted) => {
    expect(quoteArgument(argument)).toBe(quoted);
  });

  it("puts quotes round what needs none only where it is asked to", () => {
    expect(encloseArgument("C:\\x\\")).toBe('"C:\\x\\\\"');
  });

  it("is read back unchanged, whatever the arguments, and its length is counted exactly", () => {
    const character = fc.constantFrom("a", " ", '"', "\\", "'", "%", "^", "&", "ä", "😀", "\t");
    const argument = fc.string({ unit: character, maxLength: 12 });
    fc.assert(
      fc.property(fc.array(argument, { minLength: 1, maxLength: 5 }), (given) => {
        const line = quoteCommandLine(given);
        expect(parseCommandLine(line)).toEqual(given);
        expect(parseCommandLine(given.map(encloseArgument).join("  "))).toEqual(given);
        expect(commandLineLength(given)).toBe(line.length + 1);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("the model of the parser", () => {
  // The table of https://learn.microsoft.com/en-us/cpp/c-language/parsing-c-command-line-arguments
  it.each([
    ['"a b c" d e', ["a b c", "d", "e"]],
    ['"ab\\"c" "\\\\" d', ['ab"c', "\\", "d"]],
    ['a\\\\\\b d"e f"g h', ["a\\\\\\b", "de fg", "h"]],
    ['a\\\\\\"b c d', ['a\\"b', "c", "d"]],
    ['a\\\\\\\\"b c" d e', ["a\\\\b c", "d", "e"]],
    ['a"b"" c d', ['ab" c d']],
  ])("reads %s as Microsoft's table says", (line, expected) => {
    expect(parseCommandLine(line)).toEqual(expected);
  });

  it("reads the three quotes by which ServiceMonitor writes one", () => {
    expect(parseCommandLine('"say """hi""""')).toEqual(['say "hi"']);
  });

  it("finds no argument where there is none", () => {
    expect(parseCommandLine(" \t ")).toEqual([]);
    expect(parseCommandLine('""')).toEqual([""]);
  });
});
