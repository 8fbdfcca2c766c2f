import { poolsConfig } from "../emulator/memory-world";
import { readInput } from "../../provider/input/read-input";
import { optionMembers } from "../../provider/cli/read-options";
import type * as Call from "./call";
import { call } from "./call";
import { doctorHost } from "./doctor-host";

const host = doctorHost(poolsConfig(""));

async function refused(...argv: string[]): Promise<string> {
  const { stderr, ...rest } = await call(host, ...argv);
  expect(rest).toEqual({ code: 1, stdout: "", connections: [] });
  return stderr;
}

describe("the value of an option", () => {
  it.each([
    [["plan", "--parallel", "0"], '--parallel: must be a whole number between 1 and 64, got "0"\n'],
    [["plan", "--parallel", "1e1"], '--parallel: must be a whole number between 1 and 64, got "1e1"\n'],
    [["plan", "--parallel="], '--parallel: must be a whole number between 1 and 64, got ""\n'],
    [["recycle", "--pid", "4294967296"], '--pid: must be a whole number between 1 and 4294967295, got "4294967296"\n'],
    [["plan", "--color", "sometimes"], '--color: must be one of auto, always, never, got "sometimes"\n'],
    [["doctor", "--format", "xml"], '--format: must be one of text, json, got "xml"\n'],
    [["completion", "tcsh"], 'shell: must be one of bash, zsh, fish, powershell, got "tcsh"\n'],
    [["plan", "--config-file", "", "--out="], '--out: must be a path, got ""\n--config-file: must be a path, got ""\n'],
    [
      ["ps", "--files", "", "--host", "a", "--host", ""],
      '--host: must be a name, got ""\n--files: must be a path, got ""\n',
    ],
    [["plan", "a.yaml", ""], 'files: must be a path, got ""\n'],
    [["schema", "pools"], 'document: must be one of pool-file, saved-plan, got "pools"\n'],
    [["apply", "--waves", "1", "--settle", "31d"], '--settle: must be a duration between 0s and 24h, got "31d"\n'],
    [["apply", "--waves", "0", "--settle", "-1s"], /^--waves: must be .*\n--settle: must be a duration .*\n$/],
  ])("is refused in %j", async (argv, message) => {
    expect(await refused(...argv)).toMatch(message instanceof RegExp ? message : new RegExp(`^${escaped(message)}$`));
  });

  it("is told of every option that is wrong, and of every part of one, also as JSON", async () => {
    const argv = ["recycle", "Shop", "--parallel", "x", "--pid", "0", "--probe", "health,status=1", "--color", "red"];
    const expected = ["--pid", "--probe", "--probe", "--parallel", "--color"];
    const lines = (await refused(...argv)).trim().split("\n");
    expect(lines.map((line) => line.split(":")[0])).toEqual(expected);
    expect(lines.slice(1, 3)).toEqual([
      expect.stringMatching(/^--probe: url: /),
      expect.stringMatching(/^--probe: status: /),
    ]);
    const { stdout } = await call(host, ...argv, "--format", "json");
    const { errors } = JSON.parse(stdout) as { errors: { path: string; code: string }[] };
    expect(errors.map(({ path, code }) => [path, code])).toEqual(expected.map((path) => [path, "INVALID_INPUT"]));
  });

  it.each([
    ["of an address with a password", "--probe", "http://me:hunter2@a/"],
    ["of an address with a password in braces", "--probe", "http://me:{hunter2}@a/"],
    ["of a text that is no address", "--probe", "hunter2"],
    ["of an address in one word with its option", "--probe=http://me:hunter2@a/"],
    ["of an option that there is not", "--prob=http://me:hunter2@a/"],
    ["of an option that takes none", "--wait=http://me:hunter2@a/"],
    ["of a single dash", "-probe=http://me:hunter2@a/"],
  ])("is not repeated %s", async (_what, ...words) => {
    const stderr = await refused("recycle", "Shop", ...words);
    expect(stderr).toMatch(/pro|wait/);
    expect(stderr).not.toMatch(/hunter2|me:/);
  });

  it("that is not known is suggested, and an option without value does not accept one", async () => {
    expect(await refused("recycle", "Shop", "--prob=x")).toBe("unknown option `--prob`. Did you mean `--probe`?\n");
    expect(await refused("recycle", "Shop", "--wait=x")).toBe("--wait: does not accept a value\n");
  });
});

describe("help", () => {
  it.each([["--help"], ["apply --help"], ["completion bash"], ["__complete -- apply --settle 1"]])(
    "%s and completion load no zod",
    async (words) => {
      await jest.isolateModulesAsync(async () => {
        jest.doMock("zod", () => {
          throw new Error("zod is loaded");
        });
        jest.doMock("../report/expect-report", () => ({ expectPrintedReport: () => undefined }));
        const afresh = jest.requireActual<typeof Call>("./call");
        expect(await afresh.call(host, ...words.split(" "))).toMatchObject({ code: 0, stderr: "" });
        expect(await afresh.call(host, "plan", "--parallel", "1")).toMatchObject({
          ...{ code: 1, stderr: expect.stringContaining("(INTERNAL)") },
        });
      });
      jest.dontMock("zod").dontMock("../report/expect-report");
    },
  );

  it.each([
    ["plan", "--parallel <number>", "servers at a time (1 to 64, default: 4)"],
    ["plan", "--format <format>", "format of the report (text, json, markdown, html, junit or sarif, default: text)"],
    ["apply", "--settle <duration>", "delay before each health check (0s to 24h, default: 10s)"],
    ["apply", "--waves <list>", "change in waves (for example canary:1,25%,100%)"],
    ["recycle", "--script <kind>", "print a script that recycles them, and connect to nothing (wmi)"],
    ["apply", "--no-backup", "skip the backup before the first write"],
  ])("of %s says of %s what it takes", async (verb, flags, text) => {
    const { stdout } = await call(host, verb, "--help");
    expect(stdout.replace(/\s+/g, " ")).toContain(`${flags} ${text}`);
  });
});

describe("a range", () => {
  it.each<[keyof typeof optionMembers, readonly unknown[]]>([
    ["parallel", ["1", "64", "08"]],
    ["pid", ["1", "4294967295"]],
    ["settle", ["0", "0s", "24h", "1d", "86400s"]],
  ])("of --%s has both its ends", (key, values) => {
    for (const value of values) expect(readInput(optionMembers[key], value).faults).toEqual([]);
  });

  it("of what ends in a timer fits into it", () => {
    const { value } = readInput(optionMembers.settle, "24h");
    expect(Number(value) * 1000).toBeLessThan(2 ** 31);
    expect(readInput(optionMembers.probe, "http://a/,timeout=1h").value).toMatchObject({ timeoutMs: 3_600_000 });
    expect(readInput(optionMembers.probe, "http://a/,timeout=3601s").faults).toHaveLength(1);
  });
});

function escaped(text: string): string {
  return text.replace(/[[\](){}.*+?^$|\\]/g, "\\$&");
}
