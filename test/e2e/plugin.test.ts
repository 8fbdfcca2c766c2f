import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sampleConfig } from "../engine/offline-host";
import type { Workspace } from "../../tools/workspace/workspace.mts";
import { repository } from "../../tools/workspace/places.mts";
import { makeYamlWorkspace, yamlProgram } from "./harness/plugin-program";

const canary = "canary-41";
let workspace: Workspace;

beforeEach(async () => {
  workspace = await makeYamlWorkspace({ applicationHost: readFileSync(sampleConfig, "utf8") });
});

afterEach(async () => {
  await workspace.dispose();
});

function write(body: string): void {
  workspace.write("Pulumi.yaml", yamlProgram(body));
}

const up = (...more: string[]) => workspace.run(["up", "--yes", "--skip-preview", ...more]);

function drift(...settings: string[]): void {
  const { exitCode } = workspace.appcmd("set", "apppool", "shop", ...settings);
  expect(exitCode).toBe(0);
}

const shop = (more = ""): string => `resources:
  shop:
    type: iis:AppPool
    properties:
      queueLength: 2000
      processModel: { idleTimeout: 5m, identityType: SpecificUser, userName: 'CORP\\svc', password: ${canary} }
      recycling: { periodicRestart: { schedule: ["03:00", "15:00"], privateMemory: 1.5GB } }
${more}`;

describe("the provider plugin with the real engine", () => {
  it("creates, leaves alone, names what drifted without a refresh, mends it and destroys", async () => {
    const before = workspace.configText();
    write(shop());
    await up();
    expect(workspace.configText()).toContain('<add name="shop" queueLength="2000">');
    await workspace.run(["preview", "--expect-no-changes"]);

    drift("/processModel.idleTimeout:00:07:00", "/-recycling.periodicRestart.schedule.[value='15:00:00']");
    const { stdout, stderr } = await workspace.run(["preview", "--diff"]);
    expect(stdout.slice(stdout.indexOf("(update)"))).toMatch(/~ processModel: \{\s+~ idleTimeout: .*"00:05:00"\s+\}/);
    expect(stdout).toContain('+ [1]: "15:00:00"');
    expect(stdout).not.toContain("queueLength");
    expect(stdout + stderr).toContain(
      "shop on applicationHost.config: Idle Time-out (processModel.idleTimeout) is 7 min, program says 5 min",
    );
    await workspace.run(["preview", "--refresh", "--expect-no-changes"], { expectFailure: true });

    workspace.resetEmulatorLog();
    const mended = await up();
    expect(mended.stdout).toContain("~ 1 updated");
    expect(workspace.emulatorCalls().filter(({ commit }) => commit)).toHaveLength(1);
    await workspace.run(["preview", "--refresh", "--expect-no-changes"]);
    const state = JSON.stringify([await workspace.exportStack(), stdout, mended]);
    expect(state).not.toContain("canary");

    await workspace.run(["destroy", "--yes", "--skip-preview"]);
    expect(workspace.configText()).toBe(before);
  });

  it("shows what drifted with its live value where the provider has every resource read before", async () => {
    workspace.configure({ "iis:refreshBeforeUpdate": "true" });
    write(shop());
    await up();
    drift("/processModel.idleTimeout:00:07:00");
    const { stdout } = await workspace.run(["preview", "--diff"]);
    expect(stdout.slice(stdout.indexOf("(update)"))).toContain('~ idleTimeout: "00:07:00" => "00:05:00"');
    await workspace.run(["preview", "--expect-no-changes"], { expectFailure: true });
    await up();
    await workspace.run(["preview", "--expect-no-changes"]);
  });

  it("leaves alone what the program ignores changes of, and mends the rest", async () => {
    write(shop("    options: { ignoreChanges: [queueLength, processModel.idleTimeout] }\n"));
    await up();
    drift("/queueLength:4000", "/processModel.idleTimeout:00:07:00");
    await workspace.run(["preview", "--expect-no-changes"]);
    drift("/recycling.periodicRestart.privateMemory:1000");
    expect((await up()).stdout).toContain("~ 1 updated");
    expect(workspace.configText()).toMatch(/queueLength="4000">[^]*idleTimeout="00:07:00"[^]*privateMemory="1572864"/);
    await workspace.run(["preview", "--expect-no-changes"]);
  });

  it("takes a stack of the dynamic provider over, and proposes nothing", async () => {
    const properties = `name: "shop", queueLength: 2000, processModel: { idleTimeout: "5m" }, state: "Stopped"`;
    workspace.write("index.js", `new (require("pulumi-iis").AppPool)("shop", { ${properties} });\n`);
    await up();
    const before = workspace.configText();
    write(`resources:
  shop:
    type: iis:AppPool
    properties: { name: shop, queueLength: 2000, processModel: { idleTimeout: 5m }, state: Stopped }
`);
    await workspace.run(["preview", "--expect-no-changes"]);
    workspace.resetEmulatorLog();
    expect((await up()).stdout).toContain("2 unchanged");
    expect(workspace.emulatorCalls().filter(({ commit }) => commit)).toEqual([]);
    await workspace.run(["preview", "--refresh", "--expect-no-changes"]);
    expect(JSON.stringify(await workspace.exportStack())).not.toContain("pulumi-nodejs:dynamic/iis");
    await workspace.run(["destroy", "--yes", "--skip-preview"]);
    expect(before).toContain('"shop"');
    expect(workspace.configText()).toBe(readFileSync(sampleConfig, "utf8"));
  });

  it("works on several hosts as several providers, and moves a pool when its provider leads elsewhere", async () => {
    const hosts = ["a", "b", "c"].map((name) => join(workspace.dir, `${name}.config`));
    for (const file of hosts) copyFileSync(sampleConfig, file);
    const text = (name: string): string => readFileSync(join(workspace.dir, `${name}.config`), "utf8");
    const program = (second: string): string => `resources:
  first: { type: pulumi:providers:iis, properties: { configFile: a.config } }
  second: { type: pulumi:providers:iis, properties: { configFile: ${second}.config, adopt: true } }
  one: { type: iis:AppPool, properties: { name: Shop }, options: { provider: "\${first}" } }
  two: { type: iis:AppPool, properties: { name: Shop }, options: { provider: "\${second}" } }
`;
    write(program("b"));
    await up();
    expect(["a", "b", "c"].map((name) => text(name).includes('"Shop"'))).toEqual([true, true, false]);
    write(program("c"));
    await up();
    expect(["a", "b", "c"].map((name) => text(name).includes('"Shop"'))).toEqual([true, false, true]);
    await workspace.run(["preview", "--expect-no-changes"]);
  });

  it("keeps a resource that failed half-way, and mends it with the next up", async () => {
    write(shop());
    const broken = { APPCMD_EMULATOR_FAULT: "drop:queueLength" };
    const failed = await workspace.run(["up", "--yes", "--skip-preview"], { env: broken, expectFailure: true });
    expect(failed.stdout + failed.stderr).toMatch(/pool "shop".*queueLength 1000 -> 2000/);
    const state = JSON.stringify(await workspace.exportStack());
    expect(state).toContain("initErrors");
    expect(state + failed.stdout + failed.stderr).not.toContain("canary");
    expect((await up()).stdout).toContain("1 updated");
    expect(workspace.configText()).toContain('<add name="shop" queueLength="2000">');
    await workspace.run(["preview", "--expect-no-changes"]);
  });

  it("tells every fault of the configuration and of a resource, before anything is asked of appcmd", async () => {
    write(shop());
    workspace.configure({ "iis:port": "many" });
    const config = await workspace.run(["up", "--yes", "--skip-preview"], { expectFailure: true });
    expect(config.stdout + config.stderr).toContain("iis:port: must be");
    workspace.configure({ "iis:port": undefined });
    write(shop("      cpu: { limit: 900% }\n"));
    const failed = await workspace.run(["up", "--yes", "--skip-preview"], { expectFailure: true });
    expect(failed.stdout + failed.stderr).toContain("cpu.limit: ");
    expect(workspace.emulatorCalls()).toEqual([]);
  });

  it("imports the pool that a resource names, with nothing that it inherits, and without a write", async () => {
    expect(workspace.appcmd("add", "apppool", "/name:Old", "/queueLength:3000").exitCode).toBe(0);
    const before = workspace.configText();
    const old = (properties: string, options = ""): string =>
      `resources: { old: { type: iis:AppPool, properties: { ${properties} }${options} } }\n`;
    write(old("name: Old, queueLength: 3000", ", options: { import: old }"));
    expect((await up()).stdout).toContain("1 imported");
    expect(workspace.configText()).toBe(before);
    write(old("name: Old, queueLength: 3000"));
    await workspace.run(["preview", "--expect-no-changes"]);
    write(old("name: Gone", ", options: { import: Gone }"));
    const failed = await workspace.run(["preview"], { expectFailure: true });
    expect(failed.stdout + failed.stderr).toContain("unknown pool `Gone`");
  });

  it("runs the YAML of the README", async () => {
    const example = /```yaml\n(name: pools[^]*?)```/.exec(readFileSync(join(repository, "README.md"), "utf8"))![1]!;
    write(example.slice(example.indexOf("resources:")));
    expect((await up()).stdout).toContain("3 created");
    for (const name of ["Nightly Reports", "shop"]) expect(workspace.configText()).toContain(`<add name="${name}"`);
    await workspace.run(["preview", "--expect-no-changes"]);
  });

  it("names a host that cannot be reached", async () => {
    write(shop());
    workspace.configure({ "iis:configFile": undefined, "iis:host": "127.0.0.1", "iis:port": "1", "iis:user": "u" });
    workspace.configure({ "iis:insecureIgnoreHostKey": "true", "iis:dialErrorLimit": "0" });
    await workspace.run(["config", "set", "iis:password", canary, "--secret"]);
    const failed = await workspace.run(["up", "--yes", "--skip-preview"], { expectFailure: true });
    const said = failed.stdout + failed.stderr;
    expect(said).toMatch(/127\.0\.0\.1: cannot connect to its SSH server at port 1: .*\(tried once\)/);
    expect(said + JSON.stringify(await workspace.exportStack())).not.toContain("canary");
  });
});
