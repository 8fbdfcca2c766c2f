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

  it("names the stack's provider with --provider, and after it the resources, so that a stack has several hosts", async () => {
    const urn = "urn:pulumi:test::e2e::pulumi:providers:iis::web-01";
    const { stdout, stderr } = await servers.call([...importLab, "--provider", urn]);
    expect(stderr).not.toContain("pulumi config");
    expect(JSON.parse(stdout)).toEqual({
      nameTable: { web01: urn },
      resources: [
        {
          ...{ type: "iis:index:AppPoolDefaults", name: "web01ApplicationPoolDefaults", provider: "web01" },
          ...{ logicalName: "web-01/applicationPoolDefaults", id: "lab.config/applicationPoolDefaults" },
        },
        {
          ...{ type: "iis:index:AppPool", name: "web01DefaultAppPool", provider: "web01" },
          ...{ logicalName: "web-01/DefaultAppPool", id: "lab.config/DefaultAppPool" },
        },
        {
          ...{ type: "iis:index:AppPool", name: "web01LegacyNETV20", provider: "web01" },
          ...{ logicalName: "web-01/Legacy .NET v2.0", id: "lab.config/Legacy .NET v2.0" },
        },
      ],
    });
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
    expect(stderr).toContain(`pool "${long}" is omitted: is 65 characters long`);
  });

  it("names the server of pool files, which --host chooses", async () => {
    servers.dispose();
    servers = makeServers({ lab: sample, other: sample });
    servers.write(
      "hosts.yaml",
      "version: 1\nhosts:\n  web-04: { configFile: lab.config }\n  web-05: { configFile: other.config }\n",
    );
    const call = ["import", "--format", "pulumi", "--files", "hosts.yaml"];
    const several = await servers.call(call);
    expect([several.code, several.stdout]).toEqual([1, ""]);
    expect(several.stderr).toContain("--format: pulumi is for one server. Choose one with --host: web-04, web-05");
    const { stdout, stderr } = await servers.call([...call, "--host", "web-05"]);
    expect(stdout).toContain('"id": "other.config/DefaultAppPool"');
    expect(stderr).toMatch(/\npulumi config set iis:configFile \S*other\.config\n$/);
    const program = await servers.call([
      "import",
      "--format",
      "typescript",
      "--files",
      "hosts.yaml",
      "--host",
      "web-05",
    ]);
    expect(program.stdout).toMatch(/^\/\/ pulumi config set iis:configFile \S*other\.config$/m);
  });

  it("builds the IDs from --as, for a copy and an export of a server that the provider reaches otherwise", async () => {
    const ofCopy = await servers.call([...importLab, "--as", "web-04"]);
    expect(ofCopy.stdout).toContain('"id": "web-04/DefaultAppPool"');
    expect(ofCopy.stderr).not.toContain("pulumi config");
    servers.write("pools.xml", servers.at("lab").world.appcmd("list", "apppool", "/config", "/xml").stdout);
    const ofExport = await servers.call(["import", "--format", "pulumi", "--from", "pools.xml", "--as", "web-04"]);
    expect(ofExport.stdout).toContain('"id": "web-04/DefaultAppPool"');
  });

  it.each([
    [["--format", "pulumi", "--from", "MetaBase.xml"], "--as: is required with --from and --format pulumi"],
    [["--provider", "urn:pulumi:a::b::pulumi:providers:iis::c"], "--provider: requires --format pulumi"],
    [["--format", "pulumi", "--provider", "web-01"], "--provider: must be the URN of a provider, which ends with"],
  ])("refuses %j", async (flags, problem) => {
    const { code, stdout, stderr } = await servers.call(["import", ...flags]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(problem);
  });
});
