import fc from "fast-check";
import { parseCommandLine } from "../../provider/appcmd/quote-parse";
import { parsePowerShellLine, passToProgram, quoteForPowerShell } from "../../provider/appcmd/quote-powershell";

describe("quoting for PowerShell", () => {
  it.each([
    ["plain", `'"plain"'`],
    ["", `'""'`],
    ["it's", `'"it''s"'`],
    ["‘quoted’", `'"‘‘quoted’’"'`],
    ['say "hi" $x `n', `'"say \\"hi\\" $x \`n"'`],
    ["C:\\x y\\", `'"C:\\x y\\\\"'`],
    ["--%", `'"--%"'`],
  ])("writes %j as %s", (argument, literal) => {
    expect(quoteForPowerShell("appcmd", [argument])).toBe(
      `$PSNativeCommandArgumentPassing='Legacy';& 'appcmd' ${literal};exit $LASTEXITCODE`,
    );
  });

  it.each(['C:\\"x".exe', "", "a\nb"])("refuses the program %j", (program) => {
    expect(() => quoteForPowerShell(program, [])).toThrow(expect.objectContaining({ code: "COMMAND_NOT_SAFE" }));
  });

  it("is read back unchanged whatever the arguments", () => {
    const character = fc.constantFrom("a", " ", '"', "\\", "'", "’", "‛", "$", "`", ";", "&", "--%", "\u00a0", "😀");
    const argument = fc.string({ unit: character, maxLength: 12 });
    fc.assert(
      fc.property(fc.array(argument, { maxLength: 5 }), (given) => {
        const program = "C:\\O'Brien\\appcmd.exe";
        const commandLine = parsePowerShellLine(quoteForPowerShell(program, given));
        expect(parseCommandLine(commandLine)).toEqual([program, ...given]);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("the model of PowerShell 5.1", () => {
  it.each([
    ["plain", "plain", ["plain"]],
    ["a b", '"a b"', ["a b"]],
    ['say "hi"', '"say "hi""', ["say hi"]],
    ['{"a":1}', '{"a":1}', ["{a:1}"]],
    ["C:\\x y\\", '"C:\\x y\\"', ['C:\\x y"']],
  ])("loses of %j what PowerShell 5.1 is known to lose", (argument, text, given) => {
    expect(passToProgram(argument)).toEqual([text]);
    expect(parseCommandLine(text)).toEqual(given);
  });

  it.each(["", "--%"])("drops %j", (argument) => {
    expect(passToProgram(argument)).toEqual([]);
  });

  it.each([
    "& 'a'",
    "$PSNativeCommandArgumentPassing='Legacy';& 'a' 'b'';exit $LASTEXITCODE",
    "$PSNativeCommandArgumentPassing='Legacy';& 'a' b;exit $LASTEXITCODE",
    "$PSNativeCommandArgumentPassing='Legacy';& 'a';x 'b';exit $LASTEXITCODE",
  ])("refuses the line %s", (line) => {
    expect(() => parsePowerShellLine(line)).toThrow(expect.objectContaining({ code: "COMMAND_NOT_SAFE" }));
  });
});
