import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { poolsConfig } from "../emulator/memory-world";
import type { RunResult, Workspace } from "../../tools/workspace/workspace.mts";
import { repository } from "../../tools/workspace/places.mts";
import { makeYamlWorkspace, yamlProgram } from "./harness/plugin-program";

const realServers = join(repository, "../shared/reference/applicationHost");

/** A server with a dozen pools, of names and settings as they grow in the field. */
const dozen = poolsConfig(
  `<add name="DefaultAppPool" />
<add name=".NET v4.5" managedRuntimeVersion="v4.0" />
<add name=".NET v4.5 Classic" managedRuntimeVersion="v4.0" managedPipelineMode="Classic" />
<add name="Classic .NET AppPool" managedRuntimeVersion="v2.0" managedPipelineMode="Classic" />
<add name="shop.example.com" queueLength="5000" startMode="AlwaysRunning">
  <processModel idleTimeout="00:00:00" maxProcesses="4" />
  <recycling logEventOnRecycle="Time, Requests, Schedule, PrivateMemory">
    <periodicRestart time="00:00:00" privateMemory="1572864">
      <schedule><add value="03:00:00" /><add value="15:30:00" /></schedule>
    </periodicRestart>
  </recycling>
</add>
<add name="Shop (staging)" autoStart="false"><environmentVariables><add name="A.B" value="x y" /></environmentVariables></add>
<add name="3rd party's" enable32BitAppOnWin64="true"><cpu limit="50000" action="Throttle" resetInterval="00:05:00" /></add>
<add name="import" managedRuntimeVersion=""><failure rapidFailProtection="false" /></add>
<add name="Büro &#x4E2D; 100%"><processModel identityType="NetworkService" /></add>
<add name="Service account"><processModel identityType="SpecificUser" userName="CORP\\svc" password="canary" pingingEnabled="false" /></add>
<add name="Managed account"><processModel identityType="SpecificUser" userName="CORP\\g$" /></add>
<add name="Jobs"><recycling disallowOverlappingRotation="true" disallowRotationOnConfigChange="true" /></add>
<applicationPoolDefaults managedRuntimeVersion="v4.0"><processModel loadUserProfile="true" /></applicationPoolDefaults>`,
);

/** Of this project, and of real servers, which stand beside the checkout where they are. */
const servers: readonly (readonly [name: string, config: string])[] = [
  ["of a dozen pools", dozen],
  ...(existsSync(realServers) ? readdirSync(realServers) : [])
    .filter((file) => file.endsWith(".config"))
    .map((file) => [`with ${file}`, readFileSync(join(realServers, file), "utf8")] as const),
];

let workspace: Workspace;
let disposeWorkspace = (): Promise<void> => Promise.resolve();

afterEach(async () => {
  await disposeWorkspace();
  disposeWorkspace = () => Promise.resolve();
});

async function setUp(applicationHost: string): Promise<void> {
  workspace = await makeYamlWorkspace({ applicationHost });
  disposeWorkspace = () => workspace.dispose();
  writeProgram("resources: {}\n");
}

function writeProgram(resources: string): void {
  workspace.write("Pulumi.yaml", yamlProgram(resources));
}

function iispools(...args: string[]): void {
  execFileSync(process.execPath, [join(repository, "dist/provider/cli/bin.js"), ...args], {
    cwd: workspace.dir,
    stdio: "pipe",
  });
}

/** Imports what the file says, and answers what the engine said and the program that it printed. */
async function pulumiImport(file: string): Promise<RunResult & { program: string }> {
  const result = await workspace.run(["import", "--file", file, "--protect=false", "--out", "printed.yaml"]);
  return { ...result, program: readFileSync(join(workspace.dir, "printed.yaml"), "utf8") };
}

interface Exported {
  readonly deployment: { readonly resources: { readonly urn: string; readonly type: string; readonly id?: string }[] };
}

async function stateOf(type: string): Promise<Exported["deployment"]["resources"]> {
  const { deployment } = (await workspace.exportStack()) as Exported;
  return deployment.resources.filter((resource) => resource.type === type);
}

describe("iispools import --format pulumi, then pulumi import", () => {
  (existsSync(realServers) ? it : it.skip)("is tried with the configurations of real servers", () => {
    expect(servers.map(([name]) => name)).toContain("with server-2012r2.config");
  });

  it.each(servers)("takes over a server %s: the program that is printed plans to nothing", async (_name, config) => {
    await setUp(config);
    const pools = workspace.appcmd("list", "apppool", "/text:name").stdout.split(/\r?\n/).filter(Boolean);
    const file = basename(workspace.configFile);
    iispools("import", "--format", "pulumi", "--config-file", workspace.configFile, "--out", "import.json");
    const { program, stdout } = await pulumiImport("import.json");
    const hasPassword = config.includes("canary");
    expect(stdout.includes("Service account: its identity is not imported")).toBe(hasPassword);
    expect(stdout + program + JSON.stringify(await workspace.exportStack())).not.toContain("canary");

    const imported = await stateOf("iis:index:AppPool");
    expect(imported.map(({ id }) => id).sort()).toEqual(pools.map((name) => `${file}/${name}`).sort());
    writeProgram(program);
    await workspace.run(["preview", "--expect-no-changes"]);
    await workspace.run(["preview", "--refresh", "--expect-no-changes"]);
    expect(workspace.configText()).toBe(config);
  });

  it("takes a second host over, by a provider of its own", async () => {
    await setUp(dozen);
    const second = join(workspace.dir, "web-02.config");
    copyFileSync(workspace.configFile, second);
    const provider =
      "  web02:\n    type: pulumi:providers:iis\n    name: web-02\n    properties: { configFile: ./web-02.config }\n";
    writeProgram(`resources:\n${provider}`);
    await workspace.run(["up", "--yes", "--skip-preview"]);
    const [{ urn } = { urn: "" }] = await stateOf("pulumi:providers:iis");
    iispools("import", "--format", "pulumi", "--config-file", second, "--provider", urn, "--out", "import.json");
    const { program } = await pulumiImport("import.json");
    expect(program).toContain("name: web-02/shop.example.com");
    writeProgram(`${program.trimEnd()}\n${provider}`);
    await workspace.run(["preview", "--expect-no-changes"]);
    const ids = (await stateOf("iis:index:AppPool")).map(({ id }) => id);
    expect(ids).toContain("web-02.config/shop.example.com");
  });

  it("names every value that the resource option import would clear, and none of them is lost with adopt", async () => {
    await setUp(dozen);
    const declared =
      "resources:\n  shop:\n    type: iis:AppPool\n    properties: { name: shop.example.com, queueLength: 5000";
    writeProgram(`${declared} }\n    options: { import: shop.example.com }\n`);
    const cleared = [
      "(startMode) is AlwaysRunning",
      "(processModel.idleTimeout) is off (never)",
      "(processModel.maxProcesses) is 4",
      "(recycling.logEventOnRecycle) is Time, Requests, Schedule, PrivateMemory",
      "(recycling.periodicRestart.time) is off (never)",
      "(recycling.periodicRestart.privateMemory) is 1.5 GB",
      "(recycling.periodicRestart.schedule) is 03:00, 15:30",
    ];
    const preview = await workspace.run(["preview"]);
    for (const setting of cleared) expect(preview.stdout).toContain(`${setting}, program does not set it`);

    writeProgram(`${declared}, adopt: true }\n`);
    await workspace.run(["up", "--yes", "--skip-preview"]);
    expect(workspace.configText()).toBe(dozen);

    await workspace.run(["state", "delete", "--yes", (await stateOf("iis:index:AppPool"))[0]!.urn]);
    writeProgram(`${declared} }\n    options: { import: shop.example.com }\n`);
    const { stdout } = await workspace.run(["up", "--yes", "--skip-preview"]);
    for (const setting of cleared) expect(stdout).toContain(`${setting}, program does not set it`);
  });

  it("finds a pool in any letter case, and says what there is where there is none", async () => {
    await setUp(dozen);
    const importPool = (name: string): string[] => ["import", "iis:index:AppPool", "one", name, "--protect=false"];
    const { stdout } = await workspace.run(importPool("Job"), { expectFailure: true });
    expect(stdout).toContain("unknown pool `Job`. Did you mean `Jobs`?");
    await workspace.run([...importPool("JOBS"), "--yes"]);
    expect((await stateOf("iis:index:AppPool")).map(({ id }) => id)).toEqual(["applicationHost.config/Jobs"]);
  });
});
