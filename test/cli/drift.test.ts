import { poolsConfig } from "../emulator/memory-world";
import { makeServers, sample, type Servers } from "./servers";

let servers: Servers;

/** Everything that the sample has, and nothing else. */
const same = `version: 1
hosts:
  web-01: { configFile: ./web-01.config }
  web-02: { configFile: ./web-02.config }
pools:
  DefaultAppPool: {}
  Legacy .NET v2.0:
    managedRuntimeVersion: v2.0
    managedPipelineMode: Classic
    processModel: { idleTimeout: 0s }
    recycling:
      logEventOnRecycle: [Time, Memory]
      periodicRestart: { time: 0s, schedule: ["04:30"] }
applicationPoolDefaults:
  managedRuntimeVersion: v4.0
  processModel: { identityType: ApplicationPoolIdentity, loadUserProfile: true, setProfileEnvironment: false }
`;

beforeEach(() => {
  servers = makeServers({ "web-01": sample, "web-02": sample });
});

afterEach(() => {
  servers.dispose();
});

interface DriftReport {
  readonly hosts: readonly Record<string, readonly object[]>[];
}

async function drift(
  file: string,
  ...argv: string[]
): Promise<{ code: number; host: Record<string, readonly object[]> }> {
  servers.write("pools.yaml", file);
  const { code, stdout } = await servers.call(["drift", "--format", "json", "--host", "web-01", ...argv]);
  return { code, host: (JSON.parse(stdout) as DriftReport).hosts[0]! };
}

describe("iispools drift", () => {
  it("ends with 0 where the host has what is declared and nothing else", async () => {
    expect(await drift(same)).toMatchObject({
      code: 0,
      host: { declared: [], undeclared: [], unknownPools: [], unknownSettings: [], suppressed: [] },
    });
    expect(servers.at("web-01").takeCalls()).not.toContain("set config");
  });

  it.each([
    [
      "a declared difference",
      same.replace("idleTimeout: 0s", "idleTimeout: 5m"),
      { declared: [{ pool: "Legacy .NET v2.0" }] },
    ],
    [
      "a pool that is not there",
      same.replace("pools:", "pools:\n  Shop: {}"),
      { declared: [{ pool: "Shop", action: "create" }] },
    ],
    [
      "an undeclared setting",
      same.replace("    managedPipelineMode: Classic\n", ""),
      { undeclared: [{ pool: "Legacy .NET v2.0" }] },
    ],
    [
      "a pool that no file declares",
      same.replace("  DefaultAppPool: {}\n", ""),
      { unknownPools: [{ pool: "DefaultAppPool" }] },
    ],
  ])("ends with 2 for %s", async (_what, file, expected) => {
    expect(await drift(file)).toMatchObject({ code: 2, host: expected });
  });

  it("names the command that removes a setting in no file, which works", async () => {
    servers.write("pools.yaml", same.replace("    managedPipelineMode: Classic\n", ""));
    const { stdout } = await servers.call(["drift", "--host", "web-01"]);
    const [, shown] = /on the server: appcmd (clear config .*)$/m.exec(stdout) ?? [];
    const command = shown!.replace("POOL", "Legacy .NET v2.0").replace("SETTING", "managedPipelineMode");
    const argv = command.match(/"[^"]*"|\S+/g)!.map((argument) => argument.replaceAll('"', ""));
    expect(servers.at("web-01").world.appcmd(...argv)).toMatchObject({ exitCode: 0 });
    expect((await servers.call(["drift", "--host", "web-01"])).code).toBe(0);
  });

  it("does not count what an ignore rule is about, and shows it with its reason", async () => {
    const rule = "drift: { ignore: [{ pool: Default*, reason: the platform team's }] }\n";
    expect(await drift(same.replace("  DefaultAppPool: {}\n", "") + rule)).toMatchObject({
      code: 0,
      host: { unknownPools: [], suppressed: [{ pool: "DefaultAppPool", ignored: { reason: "the platform team's" } }] },
    });
  });

  it("has canonical values in JSON, and the same for people beside them, whatever the group", async () => {
    servers.dispose();
    servers = makeServers({
      "web-01": poolsConfig(`<add name="Shop" queueLength="2000" startMode="AlwaysRunning">
  <cpu limit="50000" />
  <recycling><periodicRestart><schedule><add value="03:00:00" /></schedule></periodicRestart></recycling>
  <environmentVariables><add name="TZ" value="canary" /></environmentVariables>
</add>
<add name="Stray" />`),
    });
    const file = `version: 1
hosts: { web-01: { configFile: ./web-01.config } }
pools: { Shop: { queueLength: 3000 }, Gone: { queueLength: 10 } }
drift:
  ignore:
    - { pool: Shop, path: queueLength, reason: a }
    - { pool: Shop, path: startMode, reason: a }
    - { pool: Gone, reason: a }
    - { pool: Stray, reason: a }
`;
    const { host } = await drift(file);
    const settings = (group: string): unknown[] =>
      host[group]!.flatMap((entry) => (entry as { settings: unknown[] }).settings);
    expect(settings("undeclared")).toEqual([
      { path: "recycling.periodicRestart.schedule", from: ["03:00:00"], text: "03:00" },
      { path: "cpu.limit", from: 50_000, text: "50 %" },
      { path: "environmentVariables", from: { TZ: "[secret]" }, text: "TZ=[secret]" },
    ]);
    expect(settings("suppressed")).toEqual([
      { path: "", text: "create" },
      { path: "queueLength", to: 10, text: "10" },
      { path: "queueLength", from: 2000, to: 3000, text: "2000 -> 3000" },
      { path: "startMode", from: "AlwaysRunning", text: "AlwaysRunning, in no file" },
      { path: "", text: "in no file" },
    ]);
  });

  it("does not count what this program does not know", async () => {
    const { transport, world } = servers.at("web-01");
    jest.spyOn(transport, "exec").mockImplementation((args) => {
      const answer = world.appcmd(...args);
      const stdout = answer.stdout.replace('<add name="DefaultAppPool"', '<add name="DefaultAppPool" zzNew="1"');
      return Promise.resolve({ exitCode: answer.exitCode, stdout });
    });
    servers.write("pools.yaml", same);
    expect(await drift(same)).toMatchObject({
      code: 0,
      host: { unknownSettings: [{ pool: "DefaultAppPool" }] },
    });
  });

  it("tells of each host, and ends with 1 where one cannot be reached, whatever the others have", async () => {
    servers.write("pools.yaml", same.replace("./web-02", "./gone").replace("idleTimeout: 0s", "idleTimeout: 5m"));
    const { code, stdout, stderr } = await servers.call(["drift"]);
    expect(code).toBe(1);
    expect(stdout).toContain("idleTimeout");
    expect(stderr).toMatch(/^1\/2 read, 1 failed \(/m);
    expect(stderr).toMatch(/^web-02: .*\(NO_APPCMD\)$/m);
  });

  it("ends with 130 where Ctrl-C comes", async () => {
    servers.write("pools.yaml", same);
    const { code } = await servers.call(["drift"], { signal: AbortSignal.abort(new Error("interrupted")) });
    expect(code).toBe(130);
    expect(servers.at("web-01").takeCalls()).toEqual([]);
  });
});
