import { makeServers, sample, type Servers } from "./servers";

let servers: Servers;

beforeEach(() => {
  servers = makeServers({ "web-01": sample, "web-02": sample });
});

afterEach(() => {
  servers.dispose();
});

const pools = `version: 1
hosts:
  web-01: { configFile: ./web-01.config }
  web-02: { configFile: ./web-02.config }
pools:
  Shop:
    processModel: { identityType: LocalSystem }
`;

interface LintReport {
  readonly findings: readonly {
    readonly pool: string;
    readonly host?: string;
    readonly path: string;
    readonly position?: object;
    readonly severity: string;
  }[];
}

async function lint(...argv: string[]): Promise<LintReport & { code: number; stderr: string }> {
  const { code, stdout, stderr } = await servers.call(["lint", "--format", "json", ...argv]);
  return { code, stderr, ...(JSON.parse(stdout) as LintReport) };
}

describe("iispools lint", () => {
  it("tells of what the files declare, with its place, once for all hosts", async () => {
    servers.write("pools.yaml", pools);
    const { findings, stderr } = await lint();
    expect(stderr).toBe("");
    const found = findings.filter(({ path }) => path === "processModel.identityType");
    expect(found).toMatchObject([{ pool: "Shop", position: { file: "pools.yaml", line: 7 } }]);
    expect(found[0]!.host).toBeUndefined();
    expect(servers.at("web-01").takeCalls()).toEqual([]);
  });

  it("tells of what is in force on all hosts of the files with --live", async () => {
    servers.write("pools.yaml", pools);
    const { findings } = await lint("--live");
    expect(new Set(findings.map(({ host }) => host))).toEqual(new Set(["web-01", "web-02"]));
    expect(findings.some(({ pool }) => pool === "Shop")).toBe(false);
    expect(findings.filter(({ position }) => position !== undefined)).toEqual([]);
  });

  it("tells host by host what is declared for some hosts only", async () => {
    servers.write("a.yaml", pools.replace(/ {2}web-02.*\n/, ""));
    servers.write("b.yaml", "version: 1\nhosts: { web-02: { configFile: ./web-02.config } }\npools: { Shop: {} }\n");
    const { findings } = await lint("a.yaml", "b.yaml");
    const found = findings.filter(({ path }) => path === "processModel.identityType");
    expect(found.map(({ host }) => host)).toEqual(["web-01"]);
  });

  it.each([
    ["--host", "web-01", "web-01"],
    ["--host", "WEB-01", "web-01"],
  ])("tells of what is in force on a host with %s %s", async (option, value, host) => {
    servers.write("pools.yaml", pools);
    const { findings } = await lint(option, value);
    expect(findings.length).toBeGreaterThan(0);
    expect(new Set(findings.map((finding) => finding.host))).toEqual(new Set([host]));
    expect(findings.map(({ pool }) => pool)).not.toContain("Shop");
    expect(servers.at("web-01").takeCalls()).toEqual(["list apppool"]);
  });

  it("needs no pool file for a configuration file", async () => {
    const { findings } = await lint("--config-file", "web-02.config");
    expect(new Set(findings.map(({ host }) => host))).toEqual(new Set(["web-02.config"]));
  });

  it("tells of a value that no worker process starts with, with Microsoft's page, and fails", async () => {
    const { world } = servers.at("web-01");
    world.appcmd("set", "apppool", "DefaultAppPool", "/managedRuntimeVersion:No Managed Code");
    const { code, findings } = await lint("--config-file", "web-01.config");
    expect(code).toBe(1);
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([
      expect.objectContaining({
        rule: "clr-version",
        pool: "DefaultAppPool",
        path: "managedRuntimeVersion",
        message: expect.stringContaining('must be one of "", v1.1, v2.0, v4.0, got "No Managed Code"; write ""'),
        link: expect.stringContaining("learn.microsoft.com"),
      }),
    ]);
  });

  it("leaves autoStart: false alone where the pool is stopped or declared to be", async () => {
    const { world } = servers.at("web-01");
    world.appcmd("set", "apppool", "DefaultAppPool", "/autoStart:false");
    const rules = async (...argv: string[]): Promise<unknown[]> =>
      (await lint(...argv)).findings.map((finding) => (finding as never)["rule"]);
    expect(await rules("--config-file", "web-01.config")).toContain("auto-start-off");
    world.appcmd("stop", "apppool", "DefaultAppPool");
    expect(await rules("--config-file", "web-01.config")).not.toContain("auto-start-off");
    servers.write("pools.yaml", pools.replace(/ {4}process.*\n/, "    autoStart: false\n"));
    expect(await rules()).toEqual(["auto-start-off"]);
    servers.write("pools.yaml", pools.replace(/ {4}process.*\n/, "    autoStart: false\n    state: Stopped\n"));
    expect(await rules()).toEqual([]);
  });

  it("looks with other rules with --profile", async () => {
    const rules = async (...argv: string[]): Promise<unknown[]> =>
      (await lint("--config-file", "web-02.config", ...argv)).findings.map((finding) => (finding as never)["rule"]);
    expect(await rules("--profile", "recommended")).toEqual(await rules());
    expect(await rules("--profile", "stig")).not.toEqual(await rules());
    expect((await servers.call(["lint", "--profile", "mine"])).code).toBe(1);
  });

  it("ends with 1 for an error, and with 0 where there are only warnings", async () => {
    const open = "{ identityType: SpecificUser, userName: me, password: canary }";
    servers.write("pools.yaml", pools.replace("{ identityType: LocalSystem }", open));
    const wrong = await servers.call(["lint"]);
    expect([wrong.code, wrong.stderr]).toEqual([1, ""]);
    expect(wrong.stdout).toContain("error password-in-file");
    expect(wrong.stdout).not.toContain("canary");
    expect((await servers.call(["validate"])).code).toBe(1);
    servers.write("pools.yaml", pools);
    const { code, findings } = await lint();
    expect([code, findings.map(({ severity }) => severity)]).toEqual([0, ["warning"]]);
    servers.write("pools.yaml", pools.replace(/ {4}process.*\n/, "    queueLength: 2000\n"));
    expect(await lint()).toMatchObject({ code: 0, findings: [] });
  });

  it("ends with 1 where a host cannot be reached, and with 130 for Ctrl-C", async () => {
    servers.write("pools.yaml", pools.replace("./web-02", "./gone"));
    const { code, stderr } = await servers.call(["lint", "--host", "web-01", "--host", "web-02"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^web-02: .*\(NO_APPCMD\)$/m);
    const signal = AbortSignal.abort(new Error("interrupted"));
    expect((await servers.call(["lint", "--host", "web-01"], { signal })).code).toBe(130);
  });
});
