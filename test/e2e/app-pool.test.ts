import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sampleConfig } from "../engine/offline-host";
import { patient } from "../patient";
import {
  type EmulatorCall,
  makeWorkspace,
  type Workspace,
  type WorkspaceOptions,
} from "../../tools/workspace/workspace.mts";

let workspace: Workspace;

afterEach(async () => {
  await workspace.dispose();
});

function start(program: string, options: Partial<WorkspaceOptions> = {}): Promise<Workspace> {
  return makeWorkspace({ program: script(program), applicationHost: readFileSync(sampleConfig, "utf8"), ...options });
}

function script(body: string): string {
  return `const iis = require("pulumi-iis");\nconst pulumi = require("@pulumi/pulumi");\n${body}\n`;
}

function commits(calls: readonly EmulatorCall[]): number {
  return calls.filter(({ commit }) => commit).length;
}

/** Stands in for another version of the package: the same contract, other code. */
function installOtherVersion(project: string): void {
  const folder = join(project, "node_modules/pulumi-iis");
  rmSync(folder);
  mkdirSync(folder);
  const original = JSON.stringify(join(__dirname, "../.."));
  writeFileSync(join(folder, "index.js"), `module.exports = require(${original});`);
  writeFileSync(
    join(folder, "dynamic.js"),
    `const { appPool } = require(${original} + "/dist/provider/pulumi/dynamic");
     exports.appPool = { ...appPool, read: (id, props) => { console.log("today's code"); return appPool.read(id, props); } };`,
  );
}

interface State {
  readonly deployment: {
    readonly resources?: readonly { readonly type: string; readonly outputs?: Record<string, unknown> }[];
  };
}

async function pools(): Promise<Record<string, unknown>[]> {
  const { deployment } = (await workspace.exportStack()) as State;
  const resources = deployment.resources ?? [];
  return resources.filter(({ type }) => type.endsWith("iis:AppPool")).map(({ outputs }) => outputs ?? {});
}

describe("the real engine", () => {
  it("makes 200 pools of one program, in as few commits as it hands them over, and finds nothing to do afterwards", async () => {
    workspace = await start(
      `for (let i = 0; i < 200; i++) new iis.AppPool("pool-" + i, { queueLength: 1000 + i, recycling: { periodicRestart: { requests: i } } });`,
    );
    await workspace.run(["up", "--yes", "--skip-preview", "--parallel", "200"], { env: patient });
    expect(workspace.configText().match(/<add name="pool-/g)).toHaveLength(200);
    expect(commits(workspace.emulatorCalls())).toBeLessThanOrEqual(5);
    workspace.resetEmulatorLog();
    const { stdout } = await workspace.run(["preview"]);
    expect(stdout).toContain("201 unchanged");
    expect(workspace.emulatorCalls()).toHaveLength(1);
    workspace.resetEmulatorLog();
    await workspace.run(["preview", "--refresh", "--expect-no-changes"]);
    expect(workspace.emulatorCalls()).toHaveLength(1);
  });

  it("refuses a pool that exists, in words that help, and takes it over with adopt", async () => {
    workspace = await start(`new iis.AppPool("default", { name: "DefaultAppPool", queueLength: 2000 });`);
    const { stdout, stderr } = await workspace.run(["up", "--yes", "--skip-preview"], { expectFailure: true });
    expect(stdout + stderr).toContain("it exists already. To take it over as it is, set adopt: true");
    expect(workspace.configText()).toBe(readFileSync(sampleConfig, "utf8"));
    workspace.write(
      "index.js",
      script(`new iis.AppPool("default", { name: "DefaultAppPool", queueLength: 2000, adopt: true });`),
    );
    await workspace.run(["up", "--yes", "--skip-preview"]);
    expect(workspace.configText()).toContain('<add name="DefaultAppPool" queueLength="2000" />');
  });

  it("takes a key that left the program back to its inherited value", async () => {
    workspace = await start(`new iis.AppPool("shop", { queueLength: 2000, processModel: { idleTimeout: "5m" } });`);
    await workspace.run(["up", "--yes", "--skip-preview"]);
    workspace.write("index.js", script(`new iis.AppPool("shop", { queueLength: 2000 });`));
    await workspace.run(["up", "--yes", "--skip-preview"]);
    expect(workspace.configText()).toContain('<add name="shop" queueLength="2000" />');
    expect((await workspace.run(["preview", "--refresh", "--expect-no-changes"])).exitCode).toBe(0);
  });

  it("replaces a renamed pool, the old one first", async () => {
    workspace = await start(`new iis.AppPool("shop", { name: "Old" });`);
    await workspace.run(["up", "--yes", "--skip-preview"]);
    workspace.write("index.js", script(`new iis.AppPool("shop", { name: "New" });`));
    workspace.resetEmulatorLog();
    await workspace.run(["up", "--yes", "--skip-preview"]);
    expect(workspace.configText()).toContain('<add name="New" />');
    expect(workspace.configText()).not.toContain('<add name="Old" />');
    const edits = workspace
      .emulatorCalls()
      .filter(({ commit }) => commit)
      .map(({ argv }) => argv.find((text) => text.includes("name=")));
    expect(edits).toEqual(["/-[name='Old']", "/+[name='New']"]);
  });

  it("previews values that are not known yet and applies them when they are", async () => {
    workspace = await start(`
      const first = new iis.AppPool("first", { queueLength: 2000 });
      const late = first.host.apply((host) => host.length);
      new iis.AppPool("second", {
        name: pulumi.interpolate\`after-\${first.host}\`,
        queueLength: late.apply((length) => length * 100),
        environmentVariables: { HOST: first.host, FIXED: "1" },
        recycling: { periodicRestart: { schedule: [late.apply(() => "03:00")] } },
      });`);
    const { stdout } = await workspace.run(["preview"]);
    expect(stdout).toContain("3 to create");
    await workspace.run(["up", "--yes", "--skip-preview"]);
    expect(workspace.configText()).toContain('<add name="after-applicationHost.config" queueLength="2200">');
    expect(workspace.configText()).toContain('<add name="HOST" value="applicationHost.config" />');
  });

  it("makes the good pools when one among them fails, and says which failed and why", async () => {
    workspace = await start(`
      for (const name of ["A", "B", "C"]) new iis.AppPool(name, { queueLength: 2000 });
      new iis.AppPool("DefaultAppPool", { queueLength: 2000 });`);
    const { stdout, stderr } = await workspace.run(["up", "--yes", "--skip-preview", "--continue-on-error"], {
      expectFailure: true,
    });
    expect(stdout + stderr).toContain('applicationHost.config: pool "DefaultAppPool": it exists already');
    for (const name of ["A", "B", "C"])
      expect(workspace.configText()).toContain(`<add name="${name}" queueLength="2000" />`);
    expect(await pools()).toHaveLength(3);
  });

  it("reports every fault of the program at once, with its path, before anything is written", async () => {
    workspace = await start(`
      new iis.AppPool("shop", { queueLength: 1, procesModel: {}, recycling: { periodicRestart: { schedule: ["03:00", "25:00"] } } });`);
    const { stdout, stderr } = await workspace.run(["up", "--yes", "--skip-preview"], { expectFailure: true });
    for (const path of ["queueLength: ", "procesModel: ", "recycling.periodicRestart.schedule[1]: "]) {
      expect(stdout + stderr).toContain(path);
    }
    expect(workspace.emulatorCalls()).toEqual([]);
  });

  it("keeps the password out of the state, the output and the file, and repairs one that was changed", async () => {
    const canary = "canary%41'&";
    const program = `new iis.AppPool("shop", { processModel: {
        identityType: "SpecificUser", userName: "CORP\\\\svc", idleTimeout: "5m", password: new pulumi.Config().require("password") } });`;
    workspace = await start(program, { secrets: { "e2e:password": canary } });
    const up = await workspace.run(["up", "--yes"]);
    const changed = workspace.appcmd(
      "set",
      "apppool",
      "shop",
      "/processModel.password:canary-theirs",
      "/processModel.idleTimeout:00:10:00",
    );
    expect(changed.exitCode).toBe(0);
    const preview = await workspace.run(["preview", "--refresh", "--diff"]);
    const repaired = await workspace.run(["up", "--yes", "--refresh"]);
    const seen = JSON.stringify([await workspace.exportStack(), up, preview, repaired]);
    expect(seen).not.toMatch(/canary/);
    expect(preview.stdout).toMatch(/~ idleTimeout *: "00:05:00" => "00:10:00"/);
    expect(preview.stdout + preview.stderr).toContain(
      "shop: processModel.password [secret] -> [secret] (live -> desired)",
    );
    expect(workspace.configText()).not.toMatch(/canary/);
    expect(workspace.appcmd("list", "apppool", "shop", "/text:processModel.password").stdout.trim()).toBe(canary);
  });

  it("shows no difference after the provider's code changed, and runs today's code on what yesterday's made", async () => {
    workspace = await start(`new iis.AppPool("shop", { queueLength: 2000 });`);
    await workspace.run(["up", "--yes", "--skip-preview"]);
    const [before] = await pools();
    expect(before!["__provider"]).toBe('exports.handler = () => require("pulumi-iis/dynamic").appPool;');
    installOtherVersion(workspace.dir);
    const { stdout, stderr } = await workspace.run(["preview", "--refresh", "--expect-no-changes"]);
    expect(stdout + stderr).toContain("today's code");
    expect(stdout).toContain("2 unchanged");
  });

  it("recreates a pool that vanished", async () => {
    workspace = await start(`new iis.AppPool("shop", { queueLength: 2000 });`);
    await workspace.run(["up", "--yes", "--skip-preview"]);
    workspace.appcmd("delete", "apppool", "shop");
    const { stdout } = await workspace.run(["up", "--yes", "--refresh"]);
    expect(stdout).toContain("1 created");
    expect(workspace.configText()).toContain('<add name="shop" queueLength="2000" />');
  });

  it("does not delete a pool that applications use, unless forceDelete says so", async () => {
    workspace = await start(`new iis.AppPool("shop", { name: "Legacy .NET v2.0", adopt: true });`);
    await workspace.run(["up", "--yes", "--skip-preview"]);
    const { stdout, stderr } = await workspace.run(["destroy", "--yes", "--skip-preview"], { expectFailure: true });
    expect(stdout + stderr).toContain('applications still use it: "Default Web Site/legacy"');
    workspace.write(
      "index.js",
      script(`new iis.AppPool("shop", { name: "Legacy .NET v2.0", adopt: true, forceDelete: true });`),
    );
    await workspace.run(["up", "--yes", "--skip-preview"]);
    await workspace.run(["destroy", "--yes", "--skip-preview"]);
    expect(workspace.configText()).not.toContain('<add name="Legacy');
  });

  it("tells the state of a pool that it does not manage", async () => {
    workspace = await start(`exports.state = iis.AppPool.get("default", "DefaultAppPool").state;`);
    await workspace.run(["up", "--yes", "--skip-preview"]);
    expect((await workspace.run(["stack", "output", "state"])).stdout.trim()).toBe("Started");
  });
});
