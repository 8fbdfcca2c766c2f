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
  rmSync(folder, { recursive: true });
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

  it("makes the good pools when one among them exists already, says so in words that help, and takes that one over with adopt", async () => {
    const program = (adopt: boolean): string => `
      for (const name of ["A", "B", "C"]) new iis.AppPool(name, { queueLength: 2000 });
      new iis.AppPool("default", { name: "DefaultAppPool", queueLength: 2000, adopt: ${adopt} });`;
    workspace = await start(program(false));
    const { stdout, stderr } = await workspace.run(["up", "--yes", "--skip-preview", "--continue-on-error"], {
      expectFailure: true,
    });
    expect(stdout + stderr).toContain(
      'applicationHost.config: pool "DefaultAppPool": it exists already. To adopt it, set adopt: true: declared settings are written, others stay unchanged',
    );
    const made = /^ *<add name="[ABC]" queueLength="2000" \/>\r?\n/gm;
    expect(workspace.configText().match(made)).toHaveLength(3);
    expect(workspace.configText().replace(made, "")).toBe(readFileSync(sampleConfig, "utf8"));
    expect(await pools()).toHaveLength(3);
    workspace.write("index.js", script(program(true)));
    expect((await workspace.run(["up", "--yes", "--skip-preview"])).stdout).toContain("+ 1 created");
    expect(workspace.configText()).toContain('<add name="DefaultAppPool" queueLength="2000" />');
  });

  it("follows the program and the host: a key that left, a new name, a pool that vanished, new code of the provider", async () => {
    const vanishing = 'new iis.AppPool("vanishing", { queueLength: 2000 });';
    workspace = await start(`${vanishing} new iis.AppPool("renamed", { name: "Old" });
      new iis.AppPool("shop", { queueLength: 2000, processModel: { idleTimeout: "5m" } });`);
    await workspace.run(["up", "--yes", "--skip-preview"]);
    expect((await pools()).map(({ __provider }) => __provider)).toEqual(
      Array(3).fill('exports.handler = () => require("pulumi-iis/dynamic").appPool;'),
    );
    expect(workspace.appcmd("delete", "apppool", "vanishing").exitCode).toBe(0);
    workspace.write(
      "index.js",
      script(
        `${vanishing} new iis.AppPool("renamed", { name: "New" }); new iis.AppPool("shop", { queueLength: 2000 });`,
      ),
    );
    workspace.resetEmulatorLog();
    const { stdout } = await workspace.run(["up", "--yes", "--skip-preview", "--refresh"]);
    for (const count of ["+ 1 created", "~ 1 updated", "+-1 replaced"]) expect(stdout).toContain(count);
    for (const name of ["shop", "vanishing"])
      expect(workspace.configText()).toContain(`<add name="${name}" queueLength="2000" />`);
    expect(workspace.configText()).toContain('<add name="New" />');
    expect(workspace.configText()).not.toContain('<add name="Old" />');
    const edits = workspace.emulatorCalls().flatMap(({ argv }) => argv.filter((text) => /name='(Old|New)'/.test(text)));
    expect(edits).toEqual(["/-[name='Old']", "/+[name='New']"]);

    installOtherVersion(workspace.dir);
    const preview = await workspace.run(["preview", "--refresh", "--expect-no-changes"]);
    expect(preview.stdout + preview.stderr).toContain("today's code");
    expect(preview.stdout).toContain("4 unchanged");

    await workspace.run(["destroy", "--yes", "--skip-preview", "--refresh"]);
    expect(workspace.configText()).toBe(readFileSync(sampleConfig, "utf8"));
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
    const { stdout } = await workspace.run(["up", "--yes"]);
    expect(stdout).toContain("3 to create");
    expect(workspace.configText()).toContain('<add name="after-applicationHost.config" queueLength="2200">');
    expect(workspace.configText()).toContain('<add name="HOST" value="applicationHost.config" />');
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
    const repaired = await workspace.run(["up", "--yes", "--skip-preview", "--refresh"]);
    const seen = JSON.stringify([await workspace.exportStack(), up, preview, repaired]);
    expect(seen).not.toMatch(/canary/);
    expect(preview.stdout).toMatch(/~ idleTimeout *: "00:05:00" => "00:10:00"/);
    expect(preview.stdout + preview.stderr).toContain(
      "shop on applicationHost.config: Identity Password (processModel.password) is [secret], program says another [secret]",
    );
    expect(workspace.configText()).not.toMatch(/canary/);
    expect(workspace.appcmd("list", "apppool", "shop", "/text:processModel.password").stdout.trim()).toBe(canary);
  });

  it("does not delete a pool that applications use, unless forceDelete says so, and reads the state of one that it does not manage", async () => {
    workspace =
      await start(`new iis.AppPool("shop", { name: "Legacy .NET v2.0", adopt: true, deleteWhenRemoved: true });
      exports.state = iis.AppPool.get("default", "DefaultAppPool").state;`);
    await workspace.run(["up", "--yes", "--skip-preview"]);
    expect((await workspace.run(["stack", "output", "state"])).stdout.trim()).toBe("Started");
    const { stdout, stderr } = await workspace.run(["destroy", "--yes", "--skip-preview"], { expectFailure: true });
    expect(stdout + stderr).toContain('applications still use it: "Default Web Site/legacy"');
    workspace.write(
      "index.js",
      script(
        `new iis.AppPool("shop", { name: "Legacy .NET v2.0", adopt: true, deleteWhenRemoved: true, forceDelete: true });`,
      ),
    );
    await workspace.run(["up", "--yes", "--skip-preview"]);
    await workspace.run(["destroy", "--yes", "--skip-preview"]);
    expect(workspace.configText()).not.toContain('<add name="Legacy');
  });
});
