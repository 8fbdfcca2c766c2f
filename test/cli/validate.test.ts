import { makeServers, type Servers } from "./servers";

let servers: Servers;

beforeEach(() => {
  servers = makeServers({});
});

afterEach(() => {
  servers.dispose();
});

const good = `version: 1
hosts:
  web-01: { configFile: ./web-01.config }
pools:
  Shop:
    queueLength: 2000
    recycling:
      periodicRestart: { time: 0s, schedule: ["03:00"] }
`;

describe("iispools validate", () => {
  it("says that files are right, without any host", async () => {
    servers.write("pools.yaml", good);
    expect(await servers.call(["validate"])).toMatchObject({ code: 0, stderr: "" });
  });

  it("names the default places that it does not read", async () => {
    servers.write("pools.yaml", good);
    servers.write("pools/hosts.yaml", good);
    const warning = "warning: only pools.yaml is read, not pools. To read several, name them\n";
    expect(await servers.call(["validate"])).toMatchObject({ code: 0, stderr: warning });
    expect(await servers.call(["validate", "pools.yaml"])).toMatchObject({ code: 0, stderr: "" });
  });

  it("shows a fault once on a terminal, and counts it", async () => {
    servers.write("pools.yaml", good.replace("2000", "9"));
    const fault = "pools.yaml:6:5 pools.Shop.queueLength: must be between 10 and 65535 requests, got 9\n";
    expect(await servers.call(["validate"], { isRedirected: false })).toEqual({
      code: 1,
      stdout: `${fault}\n1 fault in 1 file, 1 pool, 1 host\n`,
      stderr: "",
    });
    expect((await servers.call(["validate"])).stderr).toBe(fault);
  });

  it("refuses values that IIS takes and a worker process does not", async () => {
    servers.write(
      "pools.yaml",
      `version: 1
applicationPoolDefaults:
  managedRuntimeVersion: v4.5
pools:
  Shop:
    managedRuntimeVersion: No Managed Code
    processModel: { identityType: SpecificUser, userName: CORP/svc, password: x }
    environmentVariables: { BIG: ${"canary".repeat(5500)} }
`,
    );
    const { code, stderr } = await servers.call(["validate"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^pools\.yaml:3:3 applicationPoolDefaults\.managedRuntimeVersion: must be .*, got "v4\.5"; write "v4\.0"/m,
    );
    expect(stderr).toMatch(
      /^pools\.yaml:6:5 pools\.Shop\.managedRuntimeVersion: must be .*, got "No Managed Code"; write ""/m,
    );
    expect(stderr).toMatch(
      /pools\.Shop\.processModel\.userName: must be the name of a Windows account, got 'CORP\/svc'; write a backslash: 'CORP\\svc'/,
    );
    expect(stderr).toMatch(/pools\.Shop\.environmentVariables\.BIG: is longer than the 32767 characters/);
    expect(stderr).not.toContain("canary");
  });

  it("tells every fault of every file, a line each with its place", async () => {
    servers.write("a.yaml", good.replace("queueLength: 2000", "queueLengt: 2000"));
    servers.write("b.yaml", "version: 1\npools:\n  Other:\n    queueLength: many\n    autoStart: perhaps\n");
    const { code, stderr } = await servers.call(["validate", "a.yaml", "b.yaml"]);
    expect(code).toBe(1);
    const lines = stderr.trimEnd().split("\n");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^a\.yaml:6:5 pools\.Shop\.queueLengt: .*Did you mean `queueLength`/);
    expect(lines[1]).toMatch(/^b\.yaml:4:5 pools\.Other\.queueLength: /);
    expect(lines[2]).toMatch(/^b\.yaml:5:5 pools\.Other\.autoStart: /);
  });

  it("needs no environment variables of secrets", async () => {
    servers.write(
      "pools.yaml",
      `${good}    processModel: { identityType: SpecificUser, userName: u, password: "\${env:NOT_SET}" }\n`,
    );
    expect(await servers.call(["validate"])).toMatchObject({ code: 0, stderr: "" });
  });

  it("hands the faults on to programs too", async () => {
    servers.write("pools.yaml", good.replace("2000", "many"));
    const { code, stdout } = await servers.call(["validate", "--format", "json"]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: "iispools.lint/1",
      faults: [{ path: "pools.Shop.queueLength", position: { file: "pools.yaml", line: 6, column: 5 } }],
    });
  });

  it.each([
    ["pools.yaml", []],
    ["pools.yml", []],
    ["pools", ["x.yaml", "y.yml"]],
  ])("reads %s where no file is named", async (place, inside) => {
    const bad = "version: 1\npools:\n  Shop: { nope: 1 }\n";
    if (inside.length === 0) servers.write(place, bad);
    for (const file of inside) servers.write(`${place}/${file}`, bad.replace("Shop", file));
    const { code, stderr } = await servers.call(["validate"]);
    expect(code).toBe(1);
    expect(stderr.trimEnd().split("\n")).toHaveLength(Math.max(1, inside.length));
  });

  it("says what to do where there is no file", async () => {
    const { code, stdout, stderr } = await servers.call(["validate"]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toBe(`a pool file is required; ${servers.folder} has no pools.yaml, pools.yml or pools\n`);
  });
});
