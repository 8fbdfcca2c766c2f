import { makeServers, sample, type Servers } from "./servers";

let servers: Servers;

beforeEach(() => {
  servers = makeServers({ lab: sample });
});

afterEach(() => {
  servers.dispose();
});

function appcmd(...args: string[]): void {
  expect(servers.at("lab").world.appcmd(...args)).toMatchObject({ exitCode: 0 });
}

const importLab = ["import", "--format", "pulumi", "--config-file", "lab.config"];

describe("iispools import --format pulumi", () => {
  it("names every pool and what is explicit in applicationPoolDefaults, for the provider of the stack's config", async () => {
    const before = servers.at("lab").config();
    const { code, stdout, stderr } = await servers.call(importLab);
    expect(code).toBe(0);
    expect(stdout).toBe(`{
  "resources": [
    {
      "type": "iis:index:AppPoolDefaults",
      "name": "applicationPoolDefaults",
      "id": "lab.config/applicationPoolDefaults"
    },
    {
      "type": "iis:index:AppPool",
      "name": "DefaultAppPool",
      "id": "lab.config/DefaultAppPool"
    },
    {
      "type": "iis:index:AppPool",
      "name": "LegacyNETV20",
      "logicalName": "Legacy .NET v2.0",
      "id": "lab.config/Legacy .NET v2.0"
    }
  ]
}
`);
    expect(stderr).toMatch(/\npulumi config set iis:configFile lab\.config\n$/);
    expect(servers.at("lab").config()).toBe(before);
  });

  it("brings a provider of that name with --host, so that a stack can have several hosts", async () => {
    servers.write("files/.keep", "");
    const { stdout, stderr } = await servers.call([...importLab, "--host", "web-01", "--out", "files/import.json"]);
    expect(stdout).toBe("");
    expect(stderr).not.toContain("pulumi config");
    const { resources } = JSON.parse(servers.read("files/import.json")) as { resources: unknown[] };
    expect(resources).toEqual([
      {
        ...{ type: "pulumi:providers:iis", name: "web01", logicalName: "web-01" },
        inputs: { configFile: "../lab.config" },
      },
      {
        ...{ type: "iis:index:AppPoolDefaults", name: "applicationPoolDefaults", provider: "web01" },
        ...{ logicalName: "web-01/applicationPoolDefaults", id: "lab.config/applicationPoolDefaults" },
      },
      {
        ...{ type: "iis:index:AppPool", name: "DefaultAppPool", provider: "web01" },
        ...{ logicalName: "web-01/DefaultAppPool", id: "lab.config/DefaultAppPool" },
      },
      {
        ...{ type: "iis:index:AppPool", name: "LegacyNETV20", provider: "web01" },
        ...{ logicalName: "web-01/Legacy .NET v2.0", id: "lab.config/Legacy .NET v2.0" },
      },
    ]);
  });

  it("makes an identifier of every name, another one for each pool", async () => {
    const names = ["a b", "A.B", "ab", "3rd", "iis", "Pulumi", "ü", "Ω", "DefaultAppPool 2", "it's 100% ok"];
    for (const name of names) appcmd("add", "apppool", `/name:${name.replace("%", "%25")}`);
    const { stdout } = await servers.call(importLab);
    const { resources } = JSON.parse(stdout) as { resources: { name: string; logicalName?: string; id: string }[] };
    const pools = resources.slice(3);
    expect(pools.map(({ name, logicalName = name }) => logicalName)).toEqual(names);
    expect(pools.map(({ id }) => id)).toEqual(names.map((name) => `lab.config/${name}`));
    const identifiers = resources.map(({ name }) => name);
    expect(identifiers.slice(3)).toEqual([
      ...["aB", "AB_2", "ab_3", "pool3rd", "iis_2", "Pulumi_2", "pool", "pool_2", "DefaultAppPool2", "itS100Ok"],
    ]);
    expect(new Set(identifiers.map((name) => name.toLowerCase())).size).toBe(resources.length);
  });

  it("leaves out a pool that cannot be declared, and says so", async () => {
    const long = "x".repeat(65);
    servers.dispose();
    servers = makeServers({ lab: sample.replace("<add name", `<add name="${long}" /><add name`) });
    const { stdout, stderr } = await servers.call(importLab);
    expect(stdout).not.toContain(long);
    expect(stderr).toContain(`pool "${long}" is left out: is 65 characters long`);
  });

  it("refuses a MetaBase.xml, whose pools are on no server that Pulumi could take them over from", async () => {
    const { code, stdout, stderr } = await servers.call(["import", "--format", "pulumi", "--from", "MetaBase.xml"]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("--format: pulumi takes over pools of a server");
  });
});
