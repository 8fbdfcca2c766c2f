import { makeServers, sample, type Servers } from "./servers";

let servers: Servers;

const pools = `version: 1
hosts:
  web-01: { configFile: ./web-01.config }
  web-02: { configFile: ./web-02.config }
pools:
  Shop:
    queueLength: 2000
    processModel: { identityType: SpecificUser, userName: CORP\\me, password: "\${env:SHOP}" }
`;

const leaving = `version: 1
hosts:
  web-01: { configFile: ./web-01.config }
pools:
  DefaultAppPool: { processModel: { identityType: ApplicationPoolIdentity } }
`;

const env = { SHOP: "canary-1" };

beforeEach(() => {
  servers = makeServers({ "web-01": sample, "web-02": sample });
  servers.write("pools.yaml", pools);
});

afterEach(() => {
  servers.dispose();
});

async function save(...argv: string[]): Promise<void> {
  expect((await servers.call(["plan", "--out", "plan.json", ...argv], { env })).code).toBe(0);
}

const apply = (...argv: string[]): ReturnType<Servers["call"]> =>
  servers.call(["apply", "plan.json", "--yes", "--no-backup", ...argv], { env });

const writes = (name: string): string[] =>
  servers
    .at(name)
    .takeCalls()
    .filter((call) => !call.startsWith("list "));

describe("a saved plan", () => {
  it("is applied as it is, whatever the pool files say by now", async () => {
    await save();
    expect(servers.read("plan.json")).not.toContain("canary");
    expect(JSON.parse(servers.read("plan.json"))).toMatchObject({ schema: "iispools.saved-plan/1" });
    servers.write("pools.yaml", pools.replace("2000", "3000"));
    const { code, stdout } = await apply();
    expect(code).toBe(0);
    expect(stdout).toContain("Shop");
    expect(servers.at("web-01").config()).toContain('<add name="Shop" queueLength="2000">');
    expect(writes("web-02")).toEqual(["set config"]);
  });

  it("that was applied already is stale", async () => {
    await save();
    await apply();
    writes("web-01");
    const { code, stderr } = await apply("--format", "json");
    expect(code).toBe(1);
    expect(stderr.match(/\(PLAN_STALE\)$/gm)).toHaveLength(2);
    expect(writes("web-01")).toEqual([]);
  });

  it("is applied nowhere where one host has changed", async () => {
    await save();
    servers.at("web-02").world.appcmd("add", "apppool", "/name:shop");
    const { code, stdout, stderr } = await apply("--format", "json");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ schema: "iispools.error/1", errors: [{ code: "PLAN_STALE" }] });
    expect(stderr).toMatch(/^web-02: pool "Shop": the host has changed since the plan was made.*\(PLAN_STALE\)$/m);
    expect(writes("web-01")).toEqual([]);
  });

  it("is applied to one of its hosts with --host", async () => {
    await save();
    expect((await apply("--host", "web-02")).code).toBe(0);
    expect(servers.at("web-01").config()).toBe(sample);
    expect(servers.at("web-02").config()).toContain("Shop");
  });

  it("keeps the reason of a deletion, and needs --force for it as any plan", async () => {
    const more = sample.replace('<add name="DefaultAppPool" />', '<add name="DefaultAppPool" /><add name="Old" />');
    servers.dispose();
    servers = makeServers({ "web-01": more, "web-02": more });
    servers.write("pools.yaml", pools);
    await save("--prune");
    const refused = await apply();
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain("pruned");
    expect(refused.stderr).toMatch(/^web-01: .*"Old".*\(NEEDS_FORCE\)$/m);
    expect((await apply("--force")).code).toBe(0);
    expect(servers.at("web-01").config()).not.toContain("Old");
  });

  it("takes back what it did where something fails, with --rollback-on-error", async () => {
    servers.write("pools.yaml", `${pools}  Bad: {}\n`);
    await save();
    servers.at("web-01").fail("refuse:name='Bad'");
    expect((await apply("--rollback-on-error")).code).toBe(1);
    expect(servers.at("web-01").config()).toBe(sample);
    expect(servers.at("web-02").config()).toContain("Bad");
  });

  it.each<[string[], string]>([
    [["pools.yaml"], "plan.json: is a saved plan, which is applied alone\n"],
    [["--prune"], "--prune: is for plan, not for a plan that is saved already\n"],
    [["--config-file", "x"], "--config-file: is for plan; a saved plan is for the hosts that it was made for\n"],
    [["--host", "web-2"], '--host: no file names a host "web-2", did you mean "web-02"?\n'],
  ])("refuses %j", async (argv, message) => {
    await save();
    expect(await apply(...argv)).toMatchObject({ code: 1, stdout: "", stderr: message });
  });

  it("needs its variables again", async () => {
    await save();
    const { code, stderr } = await servers.call(["apply", "plan.json", "--yes"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^plan\.json: .*SHOP is not set.*\(PLAN_UNREADABLE\)$/m);
  });

  it("is not written where a password stands in the file in clear", async () => {
    servers.write("pools.yaml", pools.replace('"${env:SHOP}"', "canary-2"));
    const { code, stdout, stderr } = await servers.call(["plan", "--out", "plan.json"]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(
      /^web-01: pool "Shop": processModel\.password stands .*\$\{env:NAME\}.*\(PLAN_HOLDS_SECRET\)$/m,
    );
    expect(stderr).not.toContain("canary");
    expect(() => servers.read("plan.json")).toThrow("ENOENT");
  });

  it("is not written where something cannot be done", async () => {
    servers.write("pools.yaml", `${pools}  Legacy .NET v2.0: { state: absent }\n`);
    const { code, stderr } = await servers.call(["plan", "--out", "plan.json"], { env });
    expect(code).toBe(1);
    expect(stderr).toContain("(POOL_IN_USE)");
    expect(() => servers.read("plan.json")).toThrow("ENOENT");
  });

  it("that was edited is refused", async () => {
    await save();
    servers.write("plan.json", servers.read("plan.json").replace(/2000/g, "20"));
    const { code, stderr } = await apply();
    expect(code).toBe(1);
    expect(stderr).toContain("(PLAN_UNREADABLE)");
    expect(writes("web-01")).toEqual([]);
  });

  it("is told from a pool file by its content, whatever its name", async () => {
    await save();
    servers.write("reviewed.txt", servers.read("plan.json"));
    expect((await servers.call(["apply", "reviewed.txt", "--yes"], { env })).code).toBe(0);
    servers.write(
      "pools.json",
      JSON.stringify({ version: 1, hosts: { "web-01": { configFile: "./web-01.config" } }, pools: { New: {} } }),
    );
    expect((await servers.call(["apply", "pools.json", "--yes"])).code).toBe(0);
    expect(servers.at("web-01").config()).toContain('<add name="New"');
  });

  it("is another thing than a report on a plan", async () => {
    const { stdout } = await servers.call(["plan", "--format", "json"], { env });
    servers.write("plan.json", stdout);
    const { code, stderr } = await apply();
    expect(code).toBe(1);
    expect(stderr).toContain("(PLAN_UNREADABLE)");
  });

  it("removes an account that is left over, though it holds no password", async () => {
    const account = "/processModel.userName:CORP\\\\old";
    servers.at("web-01").world.appcmd("set", "apppool", "DefaultAppPool", account, "/processModel.password:canary-old");
    servers.write("pools.yaml", leaving);
    await save();
    expect(servers.read("plan.json")).not.toContain("canary");
    expect(await apply()).toMatchObject({ code: 0 });
    expect(servers.at("web-01").config()).not.toMatch(/CORP|canary/);
    expect(await servers.call(["plan", "--detailed-exitcode"])).toMatchObject({ code: 0 });
  });
});
