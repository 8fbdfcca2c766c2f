import { poolsConfig } from "../emulator/memory-world";
import { call } from "./call";
import { doctorHost } from "./doctor-host";

const host = doctorHost(poolsConfig(""));

describe("iispools", () => {
  it.each([["--help"], ["help"]])("%s prints the verbs to stdout", async (word) => {
    const { code, stdout, stderr } = await call(host, word);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("Usage: iispools");
    expect(stdout).toMatch(/^ {2}doctor {2,}Verify on a server/m);
  });

  it("without a verb prints the same to stderr and fails", async () => {
    const { code, stdout, stderr } = await call(host);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("Usage: iispools");
  });

  it.each([
    [
      ["converge"],
      expect.stringMatching(/^unknown command `converge`\. Known commands: validate, plan, .*, completion, help\n$/),
    ],
    [["doctr"], "unknown command `doctr`. Did you mean `doctor`?\n"],
    [["--bogus"], "unknown option `--bogus`. Known options: --version, --debug, --help\n"],
    [["doctor", "--writ"], "unknown option `--writ`. Did you mean `--write`?\n"],
    [["doctor", "Shop"], "doctor: accepts at most 0 arguments, not 1\n"],
    [["doctor", "--config-file"], "--config-file: requires a value\n"],
    [["explain", "a", "b"], "explain: accepts at most 1 argument, not 2\n"],
    [["completion"], "shell: is required\n"],
  ])("refuses %j and connects to nothing", async (argv, message) => {
    expect(await call(host, ...argv)).toEqual({ code: 1, stdout: "", stderr: message, connections: [] });
  });

  it.each([
    [["plan", "--bogus", "--format", "json"], "", /^unknown option `--bogus`\. Known options: /],
    [["--format=json", "plan"], "", /^unknown option `--format`\. Known options: /],
    [["plan", "--format", "json", "--host"], "--host", /^requires a value$/],
    [["explain", "--format=json", "a", "b"], "explain", /^accepts at most 1 argument, not 2$/],
  ])("prints what is wrong with %j as JSON too", async (argv, path, message) => {
    const { code, stdout, stderr } = await call(host, ...argv);
    const { schema, errors } = JSON.parse(stdout) as { readonly schema: string; readonly errors: readonly unknown[] };
    expect({ code, schema }).toEqual({ code: 1, schema: "iispools.error/1" });
    expect(errors).toEqual([{ code: "INVALID_INPUT", path, message: expect.stringMatching(message) }]);
    expect(stderr).toMatch(/^[^{]+\n$/);
  });

  it.each([
    [["plan", "--bogus", "--format", "text"]],
    [["plan", "--bogus", "--format", "json", "--format", "text"]],
    [["plan", "--bogus", "--", "--format", "json"]],
  ])("prints no JSON for %j", async (argv) => {
    expect(await call(host, ...argv)).toMatchObject({ code: 1, stdout: "" });
  });
});
