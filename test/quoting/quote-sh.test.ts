import { execFileSync } from "node:child_process";
import { forgiveCodes } from "../../provider/quoting/forgive-codes";
import { quoteForSh } from "../../provider/quoting/quote-sh";
import { awkwardTexts } from "./awkward-texts";

const print = "process.stdout.write(JSON.stringify(process.argv.slice(1)))";

describe("a line for a POSIX shell", () => {
  it("gives a program 2,000 texts exactly as they were put", () => {
    const line = quoteForSh(process.execPath, ["-e", print, "--", "", ...awkwardTexts]);
    const given = execFileSync("/bin/sh", ["-c", `exec ${line}`], { encoding: "utf8" });
    expect(JSON.parse(given)).toEqual(["", ...awkwardTexts]);
  });

  it("leaves bare what needs no quotes", () => {
    expect(quoteForSh("/usr/bin/node", ["a=b", "/x:y", "it's", ""])).toBe(`/usr/bin/node 'a=b' /x:y 'it'\\''s' ''`);
  });

  it("is refused where no command line carries it", () => {
    expect(() => quoteForSh("node", ["a\nb"])).toThrow(/holds a line break/);
  });
});

describe("a line for a POSIX shell that forgives", () => {
  const endWith = (code: number): { status: number; stdout: string } => {
    const line = forgiveCodes.sh(quoteForSh("/bin/sh", ["-c", `exit ${code}`]), {
      codes: [1062, 4312],
      message: "idle",
    });
    try {
      return { status: 0, stdout: execFileSync("/bin/sh", ["-c", line], { encoding: "utf8", stdio: "pipe" }) };
    } catch (error) {
      return error as { status: number; stdout: string };
    }
  };

  it.each([
    [0, 0, ""],
    [1062 % 256, 0, "idle\n"],
    [4312 % 256, 0, "idle\n"],
    [1168 % 256, 1168 % 256, ""],
    [1, 1, ""],
  ])("of a program that ends with %i ends with %i", (code, status, stdout) => {
    expect(endWith(code)).toMatchObject({ status, stdout });
  });
});
