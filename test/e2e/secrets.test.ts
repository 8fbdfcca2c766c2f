/** Nothing secret is readable in a state, a preview or an event, whichever way it came into a program. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sampleConfig } from "../engine/offline-host";
import { makeWorkspace, type Workspace } from "../../tools/workspace/workspace.mts";
import { filesBelow } from "./harness/files-below";
import { makeYamlWorkspace, yamlProgram } from "./harness/plugin-program";

const applicationHost = readFileSync(sampleConfig, "utf8");
let workspace: Workspace;

afterEach(async () => {
  await workspace.dispose();
});

/** All that the backend keeps of the stack: its state, its history and copies of them. */
const backend = (): string => filesBelow(join(workspace.dir, "../state"));

/** What the runs print, and which events they tell; the debug messages of Pulumi's own SDK hold every value. */
async function seenOf(...runs: readonly string[][]): Promise<string> {
  const env = { PULUMI_DEBUG_COMMANDS: "1", SHOP_PASSWORD: "canary-pw" };
  const log = join(workspace.dir, "events");
  const seen: string[] = [];
  for (const args of runs) {
    const events = args[0] === "up" ? ["--event-log", log] : [];
    const { stdout, stderr } = await workspace.run([...args, ...events], { env });
    seen.push(stdout, stderr);
    if (events.length > 0)
      seen.push(
        ...readFileSync(log, "utf8")
          .split("\n")
          .filter((line) => !line.includes('"debug"')),
      );
  }
  return seen.join("\n");
}

const ways = `
const pulumi = require("@pulumi/pulumi");
const iis = require("pulumi-iis");
const account = (password) => ({ identityType: "SpecificUser", userName: "CORP\\\\svc", password });
const add = ({ props, opts }) => ({
  props: { ...props, processModel: account("canary"), environmentVariables: { DB: "canary-db" } }, opts });
const onlyFor = (wanted) => (args) => args.name === wanted ? add(args) : undefined;
pulumi.runtime.registerResourceTransform(onlyFor("stack-transform"));
pulumi.runtime.registerStackTransformation(onlyFor("stack-transformation"));
new iis.AppPool("stack-transform", {});
new iis.AppPool("stack-transformation", {});
new iis.AppPool("transform", {}, { transforms: [add] });
new iis.AppPool("transformation", {}, { transformations: [add] });
new iis.AppPool("outputs", { processModel: pulumi.all(["canary"]).apply(([it]) => account(it)),
  environmentVariables: pulumi.output("canary-db").apply((DB) => ({ DB })) });
class Web extends pulumi.ComponentResource {
  constructor(name) {
    const ofPools = (args) => args.type === iis.AppPool.__pulumiType ? add(args) : undefined;
    super("test:index:Web", name, {}, { transformations: [ofPools] });
    this.pool = new iis.AppPool(name + "-pool", {}, { parent: this });
  }
}
exports.web = new Web("web").pool.processModel;
const connection = { configFile: new pulumi.Config("iis").require("configFile"), password: "canary-connection" };
pulumi.runtime.registerStackTransformation(({ name, props, opts }) =>
  name === "read" ? { props: { ...props, connection }, opts } : undefined);
exports.read = iis.AppPool.get("read", "DefaultAppPool").environmentVariables;
new iis.AppPoolDefaults("defaults", { environmentVariables: { DB: "canary-db" } });
new iis.PoolFile("files", { files: ["pools.yaml"] });
`;

const poolFile = `version: 1
pools:
  filed:
    environmentVariables: { DB: canary-db }
    processModel: { identityType: SpecificUser, userName: svc, password: "\${env:SHOP_PASSWORD}" }
`;

const up = ["up", "--yes", "--skip-preview", "--diff"];
const theirs = ["/+environmentVariables.[name='X',value='canary-x']", "/processModel.password:canary-theirs"];

it("are hidden, whether transformations, outputs, components or pool files bring them", async () => {
  workspace = await makeWorkspace({ program: ways, applicationHost });
  workspace.write("pools.yaml", poolFile);
  workspace.appcmd("set", "apppool", "DefaultAppPool", theirs[0]!);
  const first = await seenOf(["preview", "--diff"], up);
  workspace.appcmd("set", "apppool", "transform", ...theirs);
  const drifted = await seenOf(["preview", "--diff", "--refresh"], ["refresh", "--yes", "--diff"], up);
  await seenOf(["preview", "--expect-no-changes"]);
  expect(first).toMatch(/environmentVariables: \{\s+DB: \[secret\]\s+\}/);
  expect(drifted).toMatch(/~ environmentVariables: \{\s+DB: \[secret\]\s+- X : \[secret\]/);
  expect(`${first}${drifted}${backend()}`).not.toContain("canary");
});

const yaml = (more = ""): string =>
  yamlProgram(`resources:
  shop:
    type: iis:AppPool
    properties:
      queueLength: 2000
      processModel: { idleTimeout: 5m, identityType: SpecificUser, userName: 'CORP\\svc', password: canary-pw }
      environmentVariables: { DB: canary-db }
${more}`);

const references = `  copy:
    type: iis:AppPool
    properties:
      processModel: { identityType: SpecificUser, userName: svc, password: "\${shop.processModel.password}" }
      environmentVariables: \${shop.environmentVariables}
variables:
  live: { fn::invoke: { function: "iis:getAppPool", arguments: { name: DefaultAppPool } } }
outputs:
  model: \${shop.processModel}
  variables: \${shop.environmentVariables}
  password: \${shop.processModel.password}
  live: \${live.settings.environmentVariables}
`;

it("are hidden with the plugin in YAML, and groups that hold them can be referred to", async () => {
  workspace = await makeYamlWorkspace({ applicationHost });
  workspace.write("Pulumi.yaml", yaml(references));
  workspace.appcmd("set", "apppool", "DefaultAppPool", theirs[0]!);
  const first = await seenOf(["preview", "--diff"], up);
  workspace.appcmd("set", "apppool", "shop", ...theirs, "/processModel.idleTimeout:00:07:00");
  const drifted = await seenOf(["preview", "--diff", "--refresh"], ["refresh", "--yes", "--diff"], up);
  await workspace.run(["preview", "--expect-no-changes"]);
  expect(drifted).toMatch(/~ environmentVariables: \{\s+- X: \[secret\]\s+\}/);
  expect(drifted).toContain('~ idleTimeout: "00:05:00" => "00:07:00"');
  expect(`${first}${drifted}${backend()}`).not.toContain("canary");

  const model = { identityType: "SpecificUser", idleTimeout: "00:05:00", userName: "CORP\\svc", password: "canary-pw" };
  const { stdout } = await workspace.run(["stack", "output", "--json", "--show-secrets"]);
  expect(JSON.parse(stdout)).toEqual({
    ...{ model, variables: { DB: "canary-db" }, password: "canary-pw", live: { X: "canary-x" } },
  });
  const passwordOf = (pool: string) =>
    workspace.appcmd("list", "apppool", pool, "/text:processModel.password").stdout.trim();
  expect([passwordOf("copy"), passwordOf("shop")]).toEqual(["canary-pw", "canary-pw"]);
});

it("are left readable where the program shows its environment variables, passwords excepted", async () => {
  workspace = await makeYamlWorkspace({ applicationHost });
  workspace.write("Pulumi.yaml", yaml("      showEnvironment: true\n"));
  expect(await seenOf(["preview", "--diff"], up)).toContain('DB: "canary-db"');
  expect(backend()).toContain("canary-db");
  expect(backend()).not.toContain("canary-pw");
});

/** The state as versions before wrote it, which knew of no secret among environment variables. */
async function forgetSecrets(): Promise<void> {
  const { stdout } = await workspace.run(["stack", "export", "--show-secrets"]);
  const isSecret = (value: object): value is { plaintext: string } => "plaintext" in value;
  const state = JSON.parse(stdout, (_key, value: unknown) =>
    typeof value === "object" && value !== null && isSecret(value) ? (JSON.parse(value.plaintext) as unknown) : value,
  ) as unknown;
  workspace.write("state.json", JSON.stringify(state));
  await workspace.run(["stack", "import", "--file", "state.json"]);
  expect(JSON.stringify(await workspace.exportStack())).toContain("canary-db");
}

it.each([
  ["the dynamic provider", () => makeWorkspace({ program: ways.replace(/.*PoolFile.*\n/, ""), applicationHost })],
  [
    "the plugin",
    async () => {
      const made = await makeYamlWorkspace({ applicationHost });
      made.write("Pulumi.yaml", yaml());
      return made;
    },
  ],
])("make no difference in a state of %s that has them readable, and a refresh hides them", async (_adapter, make) => {
  workspace = await make();
  await workspace.run(up);
  await forgetSecrets();
  await workspace.run(["preview", "--expect-no-changes"]);
  workspace.resetEmulatorLog();
  await workspace.run([...up, "--refresh"]);
  expect(workspace.emulatorCalls().filter(({ commit }) => commit)).toEqual([]);
  expect(JSON.stringify(await workspace.exportStack())).not.toContain("canary");
});
