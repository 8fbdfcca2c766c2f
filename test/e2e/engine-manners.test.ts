/** What the engine does to a provider that is out of the ordinary: it is killed, imports, replaces, fails. */
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { sampleConfig } from "../engine/offline-host";
import { patient } from "../patient";
import { makeWorkspace, type Workspace } from "../../tools/workspace/workspace.mts";
import { makeYamlWorkspace, yamlProgram } from "./harness/plugin-program";
import { processesIn } from "../../tools/workspace/processes.mts";
import { makeStandIn } from "./harness/stand-in";

const applicationHost = readFileSync(sampleConfig, "utf8");
const up = ["up", "--yes", "--skip-preview"];
let workspace: Workspace;

afterEach(async () => {
  await workspace.dispose();
});

const script = (args: string): string => `const iis = require("pulumi-iis");\nnew iis.AppPool("shop", ${args});\n`;
const yaml = (args: string): string => yamlProgram(`resources:\n  shop: { type: "iis:AppPool", ${args} }\n`);

/** How often a text is there. */
const count = (text: string, part: string): number => text.split(part).length - 1;

/** Processes of the project whose command line has this. */
function running(program: RegExp): number[] {
  const commandOf = (pid: number): string => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    } catch {
      return ""; // ended meanwhile
    }
  };
  return processesIn(workspace.dir).filter((pid) => program.test(commandOf(pid)));
}

it.each([
  ["the dynamic provider", () => makeWorkspace({ applicationHost }), "index.js", script, /dynamic-provider\/index\.js/],
  ["the plugin", () => makeYamlWorkspace({ applicationHost }), "Pulumi.yaml", yaml, /pulumi-resource-iis\.cjs/],
] as const)("%s ends after its write when the engine was killed", async (name, make, file, program, process_) => {
  workspace = await make();
  const standIn = makeStandIn(dirname(workspace.configFile), workspace.configFile);
  const args = `{ connection: { appcmdPath: "${standIn.file}" } }`;
  workspace.write(file, program(name === "the plugin" ? `properties: ${args}` : args));
  const holding = standIn.holdAt("before set");
  workspace.run(up, { env: patient }).catch(() => undefined); // its end is what is tried
  const held = await holding;
  expect(running(process_)).not.toEqual([]);
  for (const pid of running(/^\S*\/pulumi up /)) process.kill(pid, "SIGKILL");
  held.release();
  while (running(process_).length > 0) await wait(20);
  expect(workspace.configText()).toContain('<add name="shop" />');
});

describe("the dynamic provider", () => {
  it("says in one sentence that it cannot import, and what can be done", async () => {
    const byStack = `require("@pulumi/pulumi").runtime.registerStackTransformation(({ props, opts }) =>
      ({ props, opts: { ...opts, import: "Shop" } }));\n`;
    workspace = await makeWorkspace({ program: "", applicationHost });
    for (const program of [script('{}, { import: "Shop" }'), byStack + script("{}")]) {
      workspace.write("index.js", program);
      const { stdout, stderr } = await workspace.run(["preview"], { expectFailure: true });
      expect(stdout + stderr).toContain('AppPool "shop": the option import requires the provider plugin');
      expect(stdout + stderr).not.toMatch(/Cannot read|TypeError|\n\s+at /);
    }
  });

  it("tells an error once", async () => {
    workspace = await makeWorkspace({ program: script("{}"), applicationHost });
    await workspace.run(up);
    workspace.write("../applicationHost.config", "<configuration>");
    for (const verb of ["preview", "refresh"]) {
      const { stdout, stderr } = await workspace.run([verb, "--diff"], { expectFailure: true });
      expect(count(stdout + stderr, "applicationHost.config: ")).toBe(1);
    }
  });
});

it.each([
  [
    "the dynamic provider",
    () => makeWorkspace({ applicationHost }),
    "index.js",
    'const iis = require("pulumi-iis");\nfor (const name of ["one", "two"]) new iis.AppPoolDefaults(name, {});\n',
  ],
  [
    "the plugin",
    () => makeYamlWorkspace({ applicationHost }),
    "Pulumi.yaml",
    yamlProgram('resources: { one: { type: "iis:AppPoolDefaults" }, two: { type: "iis:AppPoolDefaults" } }\n'),
  ],
] as const)("with %s the defaults of a host are declared once", async (_adapter, make, file, program) => {
  workspace = await make();
  workspace.write(file, program);
  for (const args of [["preview"], up]) {
    const { stdout, stderr } = await workspace.run(args, { expectFailure: true });
    expect(stdout + stderr).toMatch(
      /resource "(?:one|two)" already declares the applicationPoolDefaults of applicationHost\.config/,
    );
  }
});

describe("with the plugin", () => {
  const program = (id: string): string =>
    yaml(`properties: { name: DefaultAppPool, connection: { configFile: ./b.config } }, options: { import: ${id} }`);

  it("an import that the provider's configuration leads nowhere says so", async () => {
    workspace = await makeYamlWorkspace({ applicationHost });
    workspace.write("b.config", applicationHost);
    workspace.configure({ "iis:configFile": undefined });
    workspace.write("Pulumi.yaml", program("b.config/DefaultAppPool"));
    const { stdout, stderr } = await workspace.run(["preview", "--diff"], { expectFailure: true });
    expect(stdout + stderr).toContain(
      "the engine does not pass the resource's own connection to an import. Name the server",
    );
    expect(stdout + stderr).toContain("pulumi config set iis:host");
  });
});

it("with the plugin an import from another server than the resource's is refused, and its pool is not replaced", async () => {
  workspace = await makeYamlWorkspace({ applicationHost });
  workspace.write("b.config", applicationHost);
  const connection = "connection: { configFile: ./b.config }";
  workspace.write(
    "Pulumi.yaml",
    yaml(`properties: { name: DefaultAppPool, ${connection} }, options: { import: DefaultAppPool }`),
  );
  for (const args of [["preview"], up]) {
    const { stdout, stderr } = await workspace.run(args, { expectFailure: true });
    expect(stdout + stderr).toContain(
      '"applicationHost.config/DefaultAppPool" was imported from the server of the provider',
    );
  }
  expect(workspace.configText()).toBe(applicationHost);
});

it("what the table says of options of a resource is so with the plugin", async () => {
  workspace = await makeYamlWorkspace({ applicationHost });
  workspace.write("Pulumi.yaml", yaml("properties: { queueLength: 2000 }"));
  await workspace.run(up);
  const options = "options: { replaceOnChanges: [queueLength] }";
  workspace.write("Pulumi.yaml", yaml(`properties: { queueLength: 3000 }, ${options}`));
  expect((await workspace.run(up)).stdout).toContain("+-1 replaced");
  workspace.write("Pulumi.yaml", yaml("properties: { queueLength: 3000 }, options: { deleteBeforeReplace: true }"));
  expect((await workspace.run([...up, "--replace", "urn:pulumi:test::e2e::iis:index:AppPool::shop"])).stdout).toContain(
    "+-1 replaced",
  );
  workspace.write("Pulumi.yaml", yaml("properties: { queueLength: 3000 }, options: { ignoreChanges: [queueLength] }"));
  workspace.appcmd("set", "apppool", "shop", "/queueLength:4000");
  await workspace.run(["preview", "--expect-no-changes"]);
});

it("what the table says of options of a resource is so with the dynamic provider", async () => {
  workspace = await makeWorkspace({ program: script("{ queueLength: 2000 }"), applicationHost });
  await workspace.run(up);
  const urn = "urn:pulumi:test::e2e::pulumi-nodejs:dynamic/iis:AppPool::shop";
  expect((await workspace.run([...up, "--replace", urn])).stdout).toContain("+-1 replaced");
  workspace.write("index.js", script('{ queueLength: 3000 }, { replaceOnChanges: ["queueLength"] }'));
  expect((await workspace.run(["preview"])).stdout).toContain("~ 1 to update");
  workspace.write("index.js", script('{ queueLength: 3000 }, { ignoreChanges: ["queueLength"] }'));
  expect((await workspace.run(["preview"])).stdout).toContain("2 unchanged");
  workspace.appcmd("set", "apppool", "shop", "/queueLength:4000");
  expect((await workspace.run(["preview"])).stdout).toContain(
    "shop on applicationHost.config: Queue Length (queueLength) is 4000, program says 2000",
  );
});
