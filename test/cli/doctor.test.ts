import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { run } from "../../provider/cli/main";
import { allAssumptions } from "../../facts/assumptions";
import { localFiles } from "../../provider/engine/doctor/bench";
import { IisError } from "../../provider/errors";
import { connect } from "../../provider/transport/connect";
import { sampleConfig } from "../engine/offline-host";
import { call, nowhere } from "./call";
import { doctorHost } from "./doctor-host";

const sample = readFileSync(sampleConfig, "utf8");
const all = allAssumptions.length;
const flip = { APPCMD_EMULATOR_ASSUME: "enum-case=accepted" };

interface Report {
  readonly schema: string;
  readonly host: string;
  readonly assumptions: readonly { readonly id: string; readonly ok: boolean | null }[];
}

function parse(stdout: string): Report {
  return JSON.parse(stdout) as Report;
}

describe("iispools doctor", () => {
  it("tells in its help what it writes", async () => {
    const { code, stdout } = await call(doctorHost(sample), "doctor", "--help");
    expect(code).toBe(0);
    expect(stdout).toContain("zz-pulumi-iis-doctor");
    expect(stdout).toContain("Exit codes: 0");
  });

  it("writes nothing without --write", async () => {
    const host = doctorHost(sample);
    const replace = jest.spyOn(host.world.files, "replace");
    const { code, stdout, stderr, connections } = await call(host, "doctor");
    expect({ code, stderr, connections }).toEqual({ code: 0, stderr: "", connections: [undefined] });
    expect(stdout).toMatch(/^enum-case +refused +\(not verified: needs --write\)$/m);
    expect(stdout.endsWith(`\n\n6 as expected, 0 different, ${all - 6} not verified\n`)).toBe(true);
    expect(replace).not.toHaveBeenCalled();
    expect(host.world.config()).toBe(sample);
  });

  it("leaves the configuration as it was with --write", async () => {
    const host = doctorHost(sample);
    const { code, stdout } = await call(host, "doctor", "--write");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^memory\n\nassumption +expected +seen\nexit-code-bad-value +87 +87\n/);
    expect(stdout).toMatch(/^enum-case +refused +refused$/m);
    expect(stdout.endsWith(`\n\n${all - 4} as expected, 0 different, 4 not verified\n`)).toBe(true);
    expect(host.world.config()).toBe(sample);
  });

  it("ends with 2 where something differs", async () => {
    const { code, stdout, stderr } = await call(doctorHost(sample, flip), "doctor", "--write");
    expect({ code, stderr }).toEqual({ code: 2, stderr: "" });
    expect(stdout).toMatch(/^enum-case +refused +accepted {2}<- differs$/m);
    expect(stdout.endsWith(`\n\n${all - 5} as expected, 1 different, 4 not verified\n`)).toBe(true);
  });

  it("prints JSON", async () => {
    const { code, stdout } = await call(doctorHost(sample, flip), "doctor", "--write", "--format", "json");
    const report = parse(stdout);
    expect(code).toBe(2);
    expect({ schema: report.schema, host: report.host }).toEqual({ schema: "iispools.doctor/1", host: "memory" });
    expect(report.assumptions.map(({ id }) => id)).toEqual(allAssumptions.map(({ id }) => id));
    const source = (id: string) => allAssumptions.find((one) => one.id === id)!.source;
    expect(report.assumptions).toContainEqual({
      id: "enum-case",
      expected: "refused",
      seen: "accepted",
      ok: false,
      source: source("enum-case"),
    });
    expect(report.assumptions).toContainEqual({
      id: "changed-on-disk",
      expected: "80070020",
      seen: null,
      ok: null,
      source: source("changed-on-disk"),
      reason: "needs another program that writes the same file at the same moment",
    });
  });

  it("prints an error as one line on stderr, and as JSON for programs", async () => {
    const config = sample.replace('name="DefaultAppPool"', 'name="ZZ-pulumi-iis-doctor"');
    const host = doctorHost(config);
    const { code, stdout, stderr } = await call(host, "doctor", "--write", "--format", "json");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ schema: "iispools.error/1", errors: [{ code: "POOL_EXISTS" }] });
    expect(stderr).toMatch(/^memory: a pool zz-pulumi-iis-doctor already exists, so nothing was written\. [^\n]+\n$/);
    expect(host.world.config()).toBe(config);
  });

  it("hands on the file that was named, and tells where there is no appcmd", async () => {
    const { connections } = await call(doctorHost(sample), "doctor", "--config-file", "a.config");
    expect(connections).toEqual([{ configFile: "a.config" }]);
    let stderr = "";
    const io = {
      stdout: { write: () => undefined },
      stderr: { write: (text: string) => (stderr += text) },
      connect: () => {
        throw new IisError("NO_APPCMD", { problem: "There is none.\r\nLook elsewhere" });
      },
      files: localFiles,
      signal: new AbortController().signal,
      setFinalMessage: () => undefined,
      place: nowhere,
    };
    expect(await run(["doctor"], io)).toBe(1);
    expect(stderr).toBe("There is none. Look elsewhere (NO_APPCMD)\n");
  });

  it("works on a real file with the emulator's process, and leaves nothing behind", async () => {
    const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-cli-"));
    const temporary: string[] = [];
    try {
      process.env["APPCMD_EMULATOR_ASSUME"] = "set-without-change=skips";
      const file = join(folder, "applicationHost.config");
      copyFileSync(sampleConfig, file);
      let stdout = "";
      const io = {
        stdout: { write: (text: string) => (stdout += text) },
        stderr: process.stderr,
        connect,
        files: {
          create: (content: string) => {
            const made = localFiles.create(content);
            temporary.push(dirname(made.path));
            return made;
          },
        },
        signal: new AbortController().signal,
        setFinalMessage: () => undefined,
        place: nowhere,
      };
      const code = await run(["doctor", "--write", "--config-file", file, "--format", "json"], io);
      const report = parse(stdout);
      expect(report.assumptions.filter(({ ok }) => ok === false).map(({ id }) => id)).toEqual(["set-without-change"]);
      expect(report.assumptions.filter(({ ok }) => ok === true)).toHaveLength(all - 5);
      expect({ code, host: report.host }).toEqual({ code: 2, host: "applicationHost.config" });
      expect(readFileSync(file, "utf8")).toBe(sample);
      expect(readdirSync(folder)).toEqual(["applicationHost.config"]);
      expect(temporary.length).toBeGreaterThan(0);
      expect(temporary.filter((made) => existsSync(made))).toEqual([]);
    } finally {
      delete process.env["APPCMD_EMULATOR_ASSUME"];
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
