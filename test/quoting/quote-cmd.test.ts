import fc from "fast-check";
import { cmdArgumentsLength, quoteForCmd } from "../../provider/quoting/cmd";
import { parseCmdLine, parseCommandLine } from "../../tools/windows/shell-models.mts";

const environment = { PATH: "C:\\Windows", A: "wrong" };

describe("quoting for cmd.exe", () => {
  it.each([
    ["a&b|c", "appcmd a^&b^|c"],
    ["a b", 'appcmd ^"a b^"'],
    ['say "hi"', 'appcmd ^"say \\^"hi\\^"^"'],
    ["%PATH%", "appcmd ^%^PATH^%"],
    ["100%", "appcmd 100^%"],
    ["50% off", 'appcmd ^"50^%^ off^"'],
    ["x^y!(z)", "appcmd x^^y^!^(z^)"],
  ])("writes %j as %s", (argument, line) => {
    expect(quoteForCmd("appcmd", [argument])).toBe(line);
  });

  it("puts a program with blanks or parentheses into real quotes", () => {
    expect(quoteForCmd("C:\\Program Files (x86)\\appcmd.exe", ["a b"])).toBe(
      '"C:\\Program Files (x86)\\appcmd.exe" ^"a b^"',
    );
  });

  it.each([
    ["%windir%\\system32\\inetsrv\\appcmd.exe", "C:\\Windows\\system32\\inetsrv\\appcmd.exe"],
    ["%windir%\\my programs\\appcmd.exe", '"C:\\Windows\\my programs\\appcmd.exe"'],
  ])("lets Windows say where it is: %s", (program, started) => {
    expect(parseCmdLine(quoteForCmd(program, ["a b"]), { WINDIR: "C:\\Windows" })).toBe(`${started} "a b"`);
  });

  it("counts its length, one more where it ends with a percent sign", () => {
    const unit = fc.constantFrom("a", " ", '"', "\\", "%", "^", "&", ":", "😀");
    const given = fc.array(fc.string({ unit, maxLength: 12 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(given, given, (one, other) => {
        const all = [...one, ...other];
        const length = cmdArgumentsLength(all);
        const line = quoteForCmd("appcmd", all);
        expect(length - (line.endsWith("%") ? 1 : 0)).toBe(line.length - "appcmd".length);
        expect(length).toBe(cmdArgumentsLength(one) + cmdArgumentsLength(other));
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['C:\\"x".exe', "%temp%\\appcmd.exe", "%windir%", "%windir%\\%x%.exe", "", "a\nb"])(
    "refuses the program %j",
    (program) => {
      expect(() => quoteForCmd(program, [])).toThrow(expect.objectContaining({ code: "COMMAND_NOT_SAFE" }));
    },
  );

  it("is read back unchanged whatever the arguments, with variables that are defined", () => {
    const character = fc.constantFrom(
      "a",
      " ",
      '"',
      "\\",
      "%",
      "%A%",
      "^",
      "&",
      "|",
      "<",
      ":",
      "=",
      "%PATH:a=b%",
      "😀",
    );
    const argument = fc.string({ unit: character, maxLength: 12 });
    fc.assert(
      fc.property(fc.array(argument, { maxLength: 5 }), (given) => {
        expect(parseCommandLine(parseCmdLine(quoteForCmd("appcmd", given), environment))).toEqual(["appcmd", ...given]);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("the model of cmd.exe", () => {
  it.each([
    ["x %PATH% %nope% 5%", "x C:\\Windows %nope% 5%"],
    ["x ^%PATH^%", "x %PATH%"],
    ['x "%PATH%"', 'x "C:\\Windows"'],
    ["x %nope%PATH%", "x %nopeC:\\Windows"],
    ['x "a&b^" ^"', 'x "a&b^" "'],
    ["x %a:b=c%", "x wrong"],
  ])("makes of %s what cmd.exe starts", (line, commandLine) => {
    expect(parseCmdLine(line, environment)).toBe(commandLine);
  });

  it.each(["a & b", "a | b", "a > b", "a < b", '"a\\"&b"', '"a" & "b"'])("refuses the operator in %s", (line) => {
    expect(() => parseCmdLine(line)).toThrow("of the line as an operator");
  });
});
