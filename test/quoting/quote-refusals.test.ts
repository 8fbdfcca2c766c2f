import { addElement, addPool, setAttribute } from "../../provider/appcmd/edit";
import { commandLineLength, quoteCommandLine } from "../../provider/quoting/quote";
import { quoteForCmd } from "../../provider/quoting/cmd";
import { quoteForPowerShell } from "../../provider/quoting/powershell";
import { IisError } from "../../provider/errors";
import { Secret } from "../../provider/secret";

function errorOf(run: () => unknown): IisError {
  try {
    run();
  } catch (error) {
    if (error instanceof IisError) return error;
    throw error;
  }
  throw new Error("it was to be refused");
}

const unsafe = [
  ["\0", "the character U+0000, which a command line or applicationHost.config cannot hold"],
  ["\r", "a line break (U+000D), which would end the command line"],
  ["\n", "a line break (U+000A), which would end the command line"],
  ["\u001b", "the character U+001B, which a command line or applicationHost.config cannot hold"],
  ["\u0085", "the character U+0085, which a command line or applicationHost.config cannot hold"],
  ["\uffff", "the character U+FFFF, which a command line or applicationHost.config cannot hold"],
  ["\ud83d", "half of a Unicode surrogate pair (U+D83D), which has no UTF-8"],
  ["\ude00", "half of a Unicode surrogate pair (U+DE00), which has no UTF-8"],
] as const;

describe("what no command line carries", () => {
  it.each(unsafe)("is refused with its reason, and without the rest of the text: %j", (character, reason) => {
    const text = `hunter${character}2`;
    const shop = { pool: "Shop" };
    for (const refused of [
      () => addPool(text),
      () => setAttribute(shop, "processModel.password", new Secret(text)),
      () => addElement(shop, "environmentVariables", [["name", text]]),
      () => quoteCommandLine(["set", text]),
      () => commandLineLength([text]),
      () => quoteForCmd("appcmd", [text]),
      () => quoteForPowerShell("appcmd", [text]),
    ]) {
      const { code, message } = errorOf(refused);
      expect(code).toBe("COMMAND_NOT_SAFE");
      expect(message).toBe(`a name or value holds ${reason}. Remove it`);
      expect(message).not.toContain("hunter");
    }
  });

  it("does not include tabs, emoji and blanks of other scripts", () => {
    expect(quoteCommandLine(["\t", "😀", "\u2003"])).toBe('"\t" 😀 \u2003');
  });
});
