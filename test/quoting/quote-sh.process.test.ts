import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attempts, forgiveCodes } from "../../provider/quoting/forgive-codes";
import { quoteForSh } from "../../provider/quoting/sh";
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
      retried: [1061],
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

  it.each([
    [[1061, 0], 0, 2],
    [[1061, 1061, 1062], 0, 3],
    [[1061, 1168, 0], 1168 % 256, 2],
    [Array.from({ length: 12 }, () => 1061), 1061 % 256, attempts],
  ])("of one that ends with %j starts it again after 1061 alone", (codes, status, starts) => {
    const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-sh-"));
    try {
      const file = (name: string): string => join(folder, name);
      writeFileSync(file("codes"), codes.map((code) => `${code % 256}\n`).join(""));
      writeFileSync(
        file("next"),
        `#!/bin/sh\necho x >> ${file("starts")}\nexit $(sed -n "$(wc -l < ${file("starts")})p" ${file("codes")})\n`,
      );
      writeFileSync(file("sleep"), "#!/bin/sh\n");
      for (const name of ["next", "sleep"]) chmodSync(file(name), 0o755);
      const line = forgiveCodes.sh(quoteForSh(file("next"), []), { codes: [1062], message: "idle", retried: [1061] });
      const env = { ...process.env, PATH: `${folder}:${process.env["PATH"] ?? ""}` };
      expect(spawnSync("/bin/sh", ["-c", line], { env }).status).toBe(status);
      expect(readFileSync(file("starts"), "utf8").trim().split("\n")).toHaveLength(starts);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
