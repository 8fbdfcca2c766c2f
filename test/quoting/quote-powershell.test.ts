import fc from "fast-check";
import { encloseArgument } from "../../provider/quoting/quote";
import { powerShellArgumentsLength, quoteForPowerShell } from "../../provider/quoting/powershell";
import { parseCommandLine, parsePowerShellLine, passToProgram } from "../../tools/windows/shell-models.mts";

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
      `$PSNativeCommandArgumentPassing='Legacy';$global:LASTEXITCODE=1;& 'appcmd' ${literal};exit $LASTEXITCODE`,
    );
  });

  it.each(['C:\\"x".exe', "", "a\nb"])("refuses the program %j", (program) => {
    expect(() => quoteForPowerShell(program, [])).toThrow(expect.objectContaining({ code: "COMMAND_NOT_SAFE" }));
  });

  it("lets Windows say where it is", () => {
    const line = quoteForPowerShell("%windir%\\system32\\inetsrv\\appcmd.exe", ["a b"]);
    expect(line).toContain("& ($env:windir+'\\system32\\inetsrv\\appcmd.exe') ");
    expect(parsePowerShellLine(line)).toBe('"C:\\Windows\\system32\\inetsrv\\appcmd.exe" "a b"');
  });

  it("counts the length that its line has in the command line of PowerShell", () => {
    const unit = fc.constantFrom("a", " ", '"', "\\", "'", "’", "$", "😀");
    fc.assert(
      fc.property(fc.array(fc.string({ unit, maxLength: 12 }), { maxLength: 5 }), (given) => {
        const [all, none] = [given, []].map((args) => encloseArgument(quoteForPowerShell("appcmd", args)).length);
        expect(powerShellArgumentsLength(given)).toBe(all! - none!);
      }),
      { numRuns: 1000 },
    );
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
    "$PSNativeCommandArgumentPassing='Legacy';$global:LASTEXITCODE=1;& 'a' 'b'';exit $LASTEXITCODE",
    "$PSNativeCommandArgumentPassing='Legacy';$global:LASTEXITCODE=1;& 'a' b;exit $LASTEXITCODE",
    "$PSNativeCommandArgumentPassing='Legacy';$global:LASTEXITCODE=1;& 'a';x 'b';exit $LASTEXITCODE",
  ])("refuses the line %s", (line) => {
    expect(() => parsePowerShellLine(line)).toThrow("PowerShell reads the line as more than one program");
  });
});
