import { existsSync, readdirSync } from "node:fs";
import { dirname } from "node:path";
import { makeWorkspace, type Workspace } from "../../tools/workspace/workspace.mts";
import { processesIn } from "../../tools/workspace/processes.mts";

const program = (size: number): string => `
const pulumi = require("@pulumi/pulumi");
class Thing extends pulumi.dynamic.Resource {}
const provider = {
  create: async (inputs) => ({ id: "1", outs: { ...inputs, node: process.versions.node } }),
  diff: async (id, olds, news) => ({ changes: olds.size !== news.size }),
  update: async (id, olds, news) => ({ outs: { ...news, node: process.versions.node } }),
};
const thing = new Thing(provider, "thing", { size: ${size}, node: undefined });
exports.node = thing.node;
exports.package = require("pulumi-iis/package.json").name;
exports.configFile = new pulumi.Config("iis").require("configFile");
exports.greeting = new pulumi.Config().get("greeting");
exports.secret = new pulumi.Config().getSecret("secret");
`;

const applicationHost = `<configuration><system.applicationHost><applicationPools>
  <add name="Shop" />
</applicationPools></system.applicationHost></configuration>`;

describe("the end-to-end harness", () => {
  let workspace: Workspace;

  beforeAll(async () => {
    workspace = await makeWorkspace({
      program: program(1),
      applicationHost,
      config: { greeting: "hello = there" },
      secrets: { secret: "canary-4711" },
    });
  });
  afterAll(() => workspace.dispose());

  test("takes a stack through its life: create, unchanged, update, destroy", async () => {
    const created = await workspace.run(["up", "--skip-preview"]);
    expect(created.stdout).toContain("+ 2 created");

    const again = await workspace.run(["up", "--skip-preview"]);
    expect(again.stdout).toContain("2 unchanged");

    workspace.write("index.js", program(2));
    const updated = await workspace.run(["up", "--skip-preview"], { env: workspace.grpcLogging });
    expect(updated.stdout).toContain("~ 1 updated");
    expect(JSON.stringify(workspace.grpcCalls())).toContain("/pulumirpc.ResourceProvider/Update");

    const { stdout } = await workspace.run(["stack", "output", "--json"]);
    const outputs = JSON.parse(stdout) as Record<string, string>;
    expect(outputs).toMatchObject({
      configFile: workspace.configFile,
      greeting: "hello = there",
      package: "pulumi-iis",
    });
    expect(outputs.node).toMatch(/^24\./);

    const state = JSON.stringify(await workspace.exportStack());
    expect(state).toContain("pulumi-nodejs:dynamic:Resource");
    expect(state).not.toContain("canary-4711");

    const destroyed = await workspace.run(["destroy", "--skip-preview"]);
    expect(destroyed.stdout).toContain("- 2 deleted");
  });

  test("runs a TypeScript program", async () => {
    const typescript = await makeWorkspace({
      // An enum is compiled; what is only a type Node itself would strip.
      program:
        'import * as pulumi from "@pulumi/pulumi";\nenum Run { Dry = 7 }\nexport const dry = pulumi.output(Run.Dry);\n',
      language: "ts",
      applicationHost: "<configuration />",
    });
    try {
      const { stdout } = await typescript.run(["preview"]);
      expect(stdout).toMatch(/dry *: 7/);
    } finally {
      await typescript.dispose();
    }
  });

  test("throws what the CLI said when a run fails, and when a run that must fail does not", async () => {
    await expect(workspace.run(["stack", "select", "nowhere"])).rejects.toThrow(/no stack named 'nowhere'/);
    const expected = await workspace.run(["stack", "select", "nowhere"], { expectFailure: true });
    expect(expected.exitCode).not.toBe(0);
    await expect(workspace.run(["version"], { expectFailure: true })).rejects.toThrow(/was to fail/);
  });

  test("lets a test look at the host as its administrator would, without a trace in the log", () => {
    expect(workspace.appcmd("list", "apppool", "/text:name")).toEqual({ exitCode: 0, stdout: "Shop\r\n" });
    expect(workspace.appcmd("list", "apppool", "Nowhere").exitCode).not.toBe(0);
    expect(workspace.emulatorCalls()).toEqual([]);
    expect(workspace.configText()).toBe(applicationHost);
  });

  test("reads the emulator's log from the last reset on", () => {
    expect(workspace.emulatorCalls()).toEqual([]);
    const call = { argv: ["list", "apppool"], exitCode: 0, bytes: 1, commit: false, pid: 1, ms: 1 };
    workspace.write("../appcmd.jsonl", `${JSON.stringify(call)}\n${JSON.stringify({ ...call, commit: true })}\n`);
    expect(workspace.emulatorCalls().filter(({ commit }) => commit)).toHaveLength(1);
    workspace.resetEmulatorLog();
    expect(workspace.emulatorCalls()).toEqual([]);
  });

  test("leaves no file and no process behind, even when the CLI is in the middle of a run", async () => {
    const hanging = await makeWorkspace({
      program: 'require("fs").writeFileSync("started", ""); setInterval(() => undefined, 1000);',
      applicationHost: "<configuration />",
    });
    const run = hanging.run(["up", "--skip-preview"]).catch((error: unknown) => error);
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        if (!existsSync(`${hanging.dir}/started`)) return;
        clearInterval(timer);
        resolve();
      }, 20);
    });
    expect(processesIn(hanging.dir).length).toBeGreaterThan(1);

    await hanging.dispose();

    expect(processesIn(hanging.dir)).toEqual([]);
    expect(existsSync(dirname(hanging.dir))).toBe(false);
    expect(await run).toBeInstanceOf(Error);
    expect(readdirSync(dirname(dirname(hanging.dir)))).not.toContain(dirname(hanging.dir));
  });
});
