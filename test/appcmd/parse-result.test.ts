import { type Argument, plain } from "../../provider/appcmd/argument";
import { addElement, setAttribute } from "../../provider/appcmd/edit";
import { codeOf } from "../../provider/appcmd/exit-codes";
import { failureMessage, isCutShort, verdictOf } from "../../provider/appcmd/answers/result";
import { Secret } from "../../provider/secret";

const variable = (name: string, value: string): Argument =>
  addElement({ pool: "x" }, "environmentVariables", [
    ["name", name],
    ["value", value],
  ]);

describe("the verdict on an exit code", () => {
  it.each([
    [0, "done"],
    [32, "try again"],
    [1224, "try again"],
    [1726, "try again"],
    [2147549190, "try again"],
    [-1, "try again"],
    [87, "failed"],
    [183, "failed"],
    [4312, "failed"],
    [5, "failed"],
  ] as const)("of %d is: %s", (exitCode, verdict) => {
    expect(verdictOf(exitCode, "")).toBe(verdict);
  });

  it("knows a write that was killed on Windows by its silence", () => {
    expect(isCutShort(1, "\r\n")).toBe(true);
    expect(isCutShort(1, "General purpose IIS command line administration tool.")).toBe(false);
    expect(isCutShort(87, "")).toBe(false);
  });

  it("does not trust a success line before an error", () => {
    const output = 'Applied configuration changes to section "…"\r\nERROR ( hresult:80070020, message:Failed )';
    expect(verdictOf(32, output)).toBe("try again");
    expect(verdictOf(0, output)).toBe("failed");
  });
});

describe("an answer that passes", () => {
  const reported = [32, 1056, 1058, 1061, 1062, 1460, 1722, 1726, 4312, 0x80010006];

  it.each(reported)("is tried again after start and stop: %d", (code) => {
    expect([verdictOf(code, "", "start"), verdictOf(code, "", "stop")]).toEqual(["try again", "try again"]);
  });

  it.each([1056, 1062, 4312])("is one for start and stop alone, where it is about the pool's state: %d", (code) => {
    expect(["set", "clear", "list", "recycle"].map((verb) => verdictOf(code, "", verb))).not.toContain("try again");
  });

  it.each([
    [0x80070425, "", 1061],
    [2_147_943_458, "", 1058],
    [1, "ERROR ( hresult:80070425, message:Befehl konnte nicht ausgeführt werden. )", 1061],
    [1, "ERROR ( hresult:80010006, message:x )", 0x80010006],
    [1, "FEHLER ( hresult:80070425, message:Der Dienst nimmt keine Steuernachrichten an. )", 1061],
    [1, "ERREUR ( hresult : 0x80070425, message : x )", 1061],
    [37, "ERROR ( hresult:80070425, message:x )", 1061],
    [5, "ERROR ( hresult:80070005, message:x )", 5],
    [1, "ERROR ( message:x )", 1],
    [-1, "", -1],
    [0x80010006, "", 0x80010006],
    [183, "ERROR ( hresult:80070425, message:x )", 183],
  ])("has one code, in whatever form it comes: %d, %j", (exitCode, stdout, code) => {
    expect(codeOf(exitCode, stdout)).toBe(code);
  });
});

describe("the message of a failure", () => {
  it("is found in megabytes of blanks and brackets: a server that means harm costs no time", () => {
    const blanks = " ".repeat(2e6);
    expect(failureMessage(7, `ERROR ( message:a${blanks}b${blanks})${blanks}`, [])).toBe("exit code 7: a b");
    expect(failureMessage(7, `ERROR ( message:${")".repeat(2e6)}`, [])).toBe(`exit code 7: ${")".repeat(1000)}`);
  });

  it.each([
    [
      'ERROR ( message:Cannot find APPPOOL object with identifier "Nope". )\r\n',
      'exit code 7: Cannot find APPPOOL object with identifier "Nope".',
    ],
    [
      "Applied …\r\nERROR ( hresult:80070020, message:Failed to commit configuration changes.  \r\r\n\r\r\nThe process cannot access the file.\r\r\n )\r\n",
      "exit code 7: Failed to commit configuration changes. The process cannot access the file.",
    ],
    ["ERROR ( hresult:8007000d, message:命令执行失败。\r\n数据无效。\r\n )", "exit code 7: 命令执行失败。 数据无效。"],
    [
      "Failed to process input: The parameter 'x' must begin with a / or - (HRESULT=80070057).",
      "exit code 7: Failed to process input: The parameter 'x' must begin with a / or - (HRESULT=80070057).",
    ],
    ["", "exit code 7, no message"],
  ])("of %j", (output, message) => {
    expect(failureMessage(7, output, [plain("list")])).toBe(message);
  });

  it("masks the command's secrets, as they were sent and as appcmd repeats them", () => {
    const command = [setAttribute({ pool: "x" }, "processModel.password", new Secret("can%ary"))];
    const message = failureMessage(87, 'ERROR ( message:Can not set "can%ary", sent as can%25ary. )', command);
    expect(message).toBe('exit code 87: Can not set "[secret]", sent as [secret].');
  });

  it.each([
    ["as it is sent", "value='can''ary%25 9'] is wrong", "value='[secret]'] is wrong"],
    ["as it is meant", `set to "can'ary% 9"`, 'set to "[secret]"'],
    ["decoded, but with its quotes", "value='can''ary% 9']", "value='[secret]']"],
    ["with its escapes, but taken out of its quotes", "(can'ary%25 9)", "([secret])"],
  ])("masks the value of a variable that appcmd repeats %s", (_how, told, masked) => {
    const command = [variable("DB", "can'ary% 9")];
    expect(failureMessage(87, `ERROR ( message:${told} )`, command)).toBe(`exit code 87: ${masked}`);
  });

  it("masks a short value where it stands alone, and leaves the words that hold it", () => {
    const command = [variable("A", "a"), variable("B", "80"), variable("C", "."), variable("D", "(x|y)")];
    const message = failureMessage(87, "ERROR ( message:A value of 'a', 80 or '(x|y)' at 8080 failed. )", command);
    expect(message).toBe("exit code 87: A value of '[secret]', [secret] or '[secret]' at 8080 failed.");
  });

  it("masks a value that is the beginning of another one without showing the rest of that", () => {
    const command = [variable("A", "canary-one"), variable("B", "canary-one-and-two")];
    const message = failureMessage(87, "ERROR ( message:canary-one-and-two, canary-one )", command);
    expect(message).toBe("exit code 87: [secret], [secret]");
  });

  it("shows a code that is no Win32 code as an HRESULT", () => {
    expect(failureMessage(0x80010006, "", [])).toBe("exit code 0x80010006, no message");
  });
});
