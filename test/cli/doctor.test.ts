import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { run } from "../../provider/cli/main";
import { allAssumptions } from "../../facts/assumptions";
import { localFiles } from "../../provider/engine/doctor/bench";
import { fileProbes } from "../../provider/engine/doctor/probes-files";
import { IisError } from "../../provider/errors";
import { connect } from "../../provider/transport/connect";
import { sampleConfig } from "../engine/offline-host";
import { call, nowhere } from "./call";
import { doctorHost } from "./doctor-host";
import { makeServers } from "./servers";

const sample = readFileSync(sampleConfig, "utf8");
const all = allAssumptions.length;
const flip = { APPCMD_EMULATOR_ASSUME: "enum-case=accepted" };

interface Report {
  readonly schema: string;
  readonly hosts: readonly {
    readonly host: string;
    readonly assumptions: readonly { readonly id: string; readonly ok: boolean | null; readonly reason?: string }[];
    readonly error?: { readonly code: string };
  }[];
  readonly counts: object;
}

function parse(stdout: string): Report {
  return JSON.parse(stdout) as Report;
}

/** The one line of progress. */
const progress = (host: string, what = "\\d+ as expected, \\d+ different, \\d+ not verified"): string =>
  `${host} examining… ${what} \\(\\d+\\.\\d s\\)\n`;

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
    expect({ code, connections }).toEqual({ code: 0, connections: [{}] });
    expect(stderr).toMatch(new RegExp(`^${progress("local")}$`));
    expect(stdout).toMatch(/^enum-case +refused +\(not verified: needs --write\)$/m);
    expect(stdout.endsWith(`\n\n6 as expected, 0 different, ${all - 6} not verified\n`)).toBe(true);
    expect(replace).not.toHaveBeenCalled();
    expect(host.world.config()).toBe(sample);
  });

  it("leaves the configuration as it was with --write", async () => {
    const host = doctorHost(sample);
    const { code, stdout } = await call(host, "doctor", "--write");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^local\n\nassumption +expected +seen\nexit-code-bad-value +87 +87\n/);
    expect(stdout).toMatch(/^enum-case +refused +refused$/m);
    expect(stdout.endsWith(`\n\n${all - 4} as expected, 0 different, 4 not verified\n`)).toBe(true);
    expect(host.world.config()).toBe(sample);
  });

  it("ends with 2 where something differs", async () => {
    const { code, stdout, stderr } = await call(doctorHost(sample, flip), "doctor", "--write");
    expect(code).toBe(2);
    expect(stderr).toMatch(new RegExp(`^${progress("local")}$`));
    expect(stdout).toMatch(/^enum-case +refused +accepted {2}<- differs$/m);
    expect(stdout.endsWith(`\n\n${all - 5} as expected, 1 different, 4 not verified\n`)).toBe(true);
  });

  it("prints JSON", async () => {
    const { code, stdout } = await call(doctorHost(sample, flip), "doctor", "--write", "--format", "json");
    const report = parse(stdout);
    expect(code).toBe(2);
    const [found] = report.hosts;
    expect({ schema: report.schema, host: found?.host }).toEqual({ schema: "iispools.doctor/2", host: "local" });
    expect(report.counts).toEqual({ hosts: 1, failedHosts: 0, asExpected: all - 5, different: 1, notVerified: 4 });
    expect(found?.assumptions.map(({ id }) => id)).toEqual(allAssumptions.map(({ id }) => id));
    const source = (id: string) => allAssumptions.find((one) => one.id === id)!.source;
    expect(found?.assumptions).toContainEqual({
      id: "enum-case",
      expected: "refused",
      seen: "accepted",
      ok: false,
      source: source("enum-case"),
    });
    expect(found?.assumptions).toContainEqual({
      id: "changed-on-disk",
      expected: "80070020",
      seen: null,
      ok: null,
      source: source("changed-on-disk"),
      reason: "needs another program that writes the same file at the same moment",
    });
  });

  it("prints the error of a host as one line on stderr, and as JSON for programs", async () => {
    const config = sample.replace('name="DefaultAppPool"', 'name="ZZ-pulumi-iis-doctor"');
    const host = doctorHost(config);
    const { code, stdout, stderr } = await call(host, "doctor", "--write", "--format", "json");
    expect(code).toBe(1);
    expect(parse(stdout).hosts).toMatchObject([{ host: "local", ok: false, error: { code: "POOL_EXISTS" } }]);
    expect(stderr).toMatch(/\nlocal: a pool zz-pulumi-iis-doctor already exists, so nothing was written\. [^\n]+\n$/);
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
    expect(stderr).toMatch(/\nlocal: There is none\. Look elsewhere \(NO_APPCMD\)\n$/);
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
        stderr: { write: () => undefined },
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
      const [report] = parse(stdout).hosts;
      expect(report?.assumptions.filter(({ ok }) => ok === false).map(({ id }) => id)).toEqual(["set-without-change"]);
      expect(report?.assumptions.filter(({ ok }) => ok === true)).toHaveLength(all - 5);
      expect({ code, host: report?.host }).toEqual({ code: 2, host: "applicationHost" });
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

describe("iispools doctor on the hosts of pool files", () => {
  const servers = makeServers({ "web-01": sample, "web-02": sample, "web-03": sample });
  const names = ["web-01", "web-02", "web-03"];
  const hosts = names.map((name) => `  ${name}: { configFile: ${name}.config }`);
  const changed = (): string[] => names.filter((name) => servers.at(name).takeCalls().includes("set config"));

  beforeAll(() => {
    servers.write("hosts.yaml", ["version: 1", "hosts:", ...hosts].join("\n"));
  });

  afterEach(() => {
    rmSync(join(servers.folder, "pools.yaml"), { force: true });
    for (const name of names) servers.at(name).before = () => undefined;
  });

  afterAll(() => {
    servers.dispose();
  });

  it("has one block for each, or for those of --host", async () => {
    const all = await servers.call(["doctor", "--files", "hosts.yaml"]);
    expect(all.stderr).toMatch(/^3\/3 examined/m);
    expect(all.stdout.match(/^web-0\d$/gm)).toEqual(names);
    const { stdout } = await servers.call(["doctor", "--files", "hosts.yaml", "--host", "WEB-02", "--format", "json"]);
    expect(parse(stdout).hosts.map(({ host }) => host)).toEqual(["web-02"]);
    expect(changed()).toEqual([]);
  });

  it("skips a server that does not answer, if asked", async () => {
    servers.at("web-02").before = () => {
      throw new IisError("UNREACHABLE", { problem: "no answer" });
    };
    const call = ["doctor", "--files", "hosts.yaml", "--format", "json"];
    expect((await servers.call(call)).code).toBe(1);
    const { code, stdout, stderr } = await servers.call([...call, "--skip-unreachable"]);
    expect(code).toBe(3);
    expect(stderr).toContain("Skipped 1 of 3 hosts");
    expect(parse(stdout).hosts.map(({ error }) => error?.code)).toEqual([undefined, "UNREACHABLE", undefined]);
  });

  it("writes to several only if they were named", async () => {
    servers.write("pools.yaml", servers.read("hosts.yaml"));
    for (const name of names) servers.at(name).takeCalls();
    const refused = await servers.call(["doctor", "--write"]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toBe(
      "--write: writes to every host, and there are several: web-01, web-02, web-03. Choose some with --host, or name the files with --files\n",
    );
    expect(changed()).toEqual([]);
    await servers.call(["doctor", "--write", "--host", "web-01", "--host", "web-03"]);
    expect(changed()).toEqual(["web-01", "web-03"]);
    expect((await servers.call(["doctor", "--write", "--files", "pools.yaml"])).code).not.toBe(1);
    expect(changed()).toEqual(names);
    expect(names.map((name) => servers.at(name).config())).toEqual(names.map(() => sample));
  });

  it("starts nothing on further hosts after Ctrl-C", async () => {
    const controller = new AbortController();
    for (const name of names) {
      servers.at(name).takeCalls();
      servers.at(name).before = (args) => {
        if (args[0] === "set") controller.abort(new Error("interrupted by SIGINT"));
      };
    }
    const { code, stderr } = await servers.call(["doctor", "--write", "--files", "hosts.yaml", "--parallel", "1"], {
      signal: controller.signal,
    });
    expect(code).toBe(130);
    expect(stderr).toContain(
      "web-01 … web-03: interrupted; the pool zz-pulumi-iis-doctor and all else that was created is removed",
    );
    expect(changed()).toEqual(["web-01"]);
    expect(servers.at("web-01").config()).toBe(sample);
  });
});

it("over SSH the checks that need a temporary file say that they are not verified", async () => {
  const host = doctorHost(sample);
  const files = {
    create: (): never => {
      throw new Error("a file was created on this machine");
    },
  };
  const ssh = { ...host, files, transport: { ...host.transport, reach: "ssh" as const } };
  const { code, stdout } = await call(ssh, "doctor", "--write", "--format", "json");
  expect(code).toBe(0);
  const without = parse(stdout).hosts[0]?.assumptions.filter(({ reason }) => reason?.includes("temporary file"));
  expect(without?.map(({ id }) => id)).toEqual(
    allAssumptions.map(({ id }) => id).filter((id) => Object.hasOwn(fileProbes, id)),
  );
  expect(new Set(without?.map(({ reason }) => reason))).toEqual(
    new Set(["needs a temporary file on the server; run iispools doctor there"]),
  );
});
