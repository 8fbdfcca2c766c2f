import { poolsConfig } from "../emulator/memory-world";
import { makeServers, type Servers } from "./servers";

const config = poolsConfig(
  '<add name="Shop" newThing="on" queueLength="2000">\n    <processModel futureLimit="5" newPassword="geheim" />\n</add>\n<add name="Jobs" />',
).replace("</system.applicationHost>", "    <sites />\n    $&");
let servers: Servers;

beforeEach(() => {
  servers = makeServers({ web: config, old: poolsConfig('<add name="Shop" />') });
});

afterEach(() => {
  servers.dispose();
});

function write(pools: string, host = "web"): void {
  servers.write("pools.yaml", `version: 1\nhosts: { ${host}: { configFile: ./${host}.config } }\npools:\n${pools}`);
}

interface Report {
  readonly hosts: readonly {
    readonly changes?: readonly unknown[];
    readonly declared?: readonly unknown[];
    readonly undeclared?: readonly unknown[];
    readonly unknownSettings?: readonly unknown[];
  }[];
}

async function report(...argv: string[]): Promise<Report["hosts"][number]> {
  const { stdout, stderr } = await servers.call([...argv, "--format", "json"]);
  expect(stderr).not.toContain("failed");
  return (JSON.parse(stdout) as Report).hosts[0]!;
}

describe("attributes under other", () => {
  it("that are as the server has them make no difference, and are known to drift", async () => {
    write('  Shop: { queueLength: 2000, other: { newThing: "on", processModel.futureLimit: 5 } }\n');
    expect((await report("plan")).changes).toEqual([]);
    const drift = await report("drift");
    expect([drift.declared, drift.undeclared]).toEqual([[], []]);
    expect(drift.unknownSettings).toMatchObject([
      { pool: "Shop", settings: [{ path: "processModel.newPassword", text: "" }] },
    ]);
  });

  it("that differ are planned, applied in one commit under their own names, and then as declared", async () => {
    write(
      '  Shop: { other: { newThing: "off", processModel.futureLimit: 7 } }\n  Jobs: { other: { newThing: yes please } }\n',
    );
    const plan = await servers.call(["plan"]);
    expect(plan.stdout).toMatch(/other\.newThing +on -> off +pools\.yaml:4:20/);
    expect((await servers.call(["apply", "--yes", "--no-backup"])).code).toBe(0);
    expect(servers.at("web").config()).toBe(
      config
        .replace('newThing="on"', 'newThing="off"')
        .replace('futureLimit="5"', 'futureLimit="7"')
        .replace('<add name="Jobs" />', '<add name="Jobs" newThing="yes please" />'),
    );
    expect(
      servers
        .at("web")
        .takeCalls()
        .filter((call) => call === "set config"),
    ).toHaveLength(1);
    expect((await report("plan")).changes).toEqual([]);
  });

  it("come from the file's defaults, and the pool's own win", async () => {
    servers.write(
      "pools.yaml",
      `version: 1\nhosts: { web: { configFile: ./web.config } }\ndefaults: { other: { newThing: a } }\npools:\n  Shop: { other: { newThing: "on" } }\n  Jobs: {}\n`,
    );
    const { stdout } = await servers.call(["plan"]);
    expect(stdout).not.toContain("Shop");
    expect(stdout).toMatch(/other\.newThing +"" -> a +pools\.yaml:3:22/);
  });

  it("that the server does not list are refused, and nothing is written", async () => {
    write("  Shop: { other: { newThing: on1 } }\n", "old");
    const before = servers.at("old").config();
    const applied = await servers.call(["apply", "--yes"]);
    expect(applied.code).toBe(1);
    expect(applied.stdout + applied.stderr).toContain(
      "other.newThing: the IIS of this host does not list newThing; check the output of appcmd list apppool /config:* /xml",
    );
    expect(servers.at("old").config()).toBe(before);
  });

  it.each([
    ["{ queueLength: 5 }", "other.queueLength: is known; declare queueLength beside other"],
    ["{ processmodel.idletimeout: 5 }", "is known; declare processModel.idleTimeout beside other"],
    ["{ newThing: [1] }", "other.newThing: must be a text as appcmd prints it"],
    ["{ newThing: 1.5 }", "other.newThing: must be a text as appcmd prints it"],
    ["{ 'new thing': x }", 'other["new thing"]: is not the name of an attribute'],
    [
      "{ newPassword: x }",
      "other.newPassword: is not the name of an attribute such as newThing or processModel.newThing, or is the name of a secret",
    ],
    ['{ newThing: "${env:X}" }', "${env:NAME} is for secrets only"],
    ["5", "other: must be attributes such as"],
  ])("of %s are refused with the place", async (other, message) => {
    write(`  Shop:\n    other: ${other}\n`);
    const { code, stdout, stderr } = await servers.call(["validate"]);
    expect([code, stdout + stderr]).toEqual([1, expect.stringContaining(message)]);
    expect(stdout + stderr).toContain("pools.yaml:5:");
  });

  it("are what an import writes of attributes that nobody knows, but for secrets", async () => {
    const { code, stdout } = await servers.call(["import", "--config-file", "web.config", "--out", "pools.yaml"]);
    expect([code, stdout]).toEqual([0, ""]);
    const text = servers.read("pools.yaml");
    expect(text).toContain('other:\n      newThing: "on"\n      processModel.futureLimit: "5"\n');
    expect(text).toContain("# [name='Shop'].processModel.newPassword is not known to this program");
    expect(text).not.toContain("geheim");
    expect((await report("plan")).changes).toEqual([]);
  });

  it("go through a saved plan", async () => {
    write('  Shop: { other: { newThing: "off" } }\n');
    expect((await servers.call(["plan", "--out", "plan.json"])).code).toBe(0);
    expect((await servers.call(["apply", "plan.json", "--yes"])).code).toBe(0);
    expect(servers.at("web").config()).toContain('newThing="off"');
  });
});
