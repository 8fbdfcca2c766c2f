/** Messages of a run on two hosts: each has its host, and equal ones of two hosts are two. */
import { readFileSync } from "node:fs";
import { sampleConfig } from "../engine/offline-host";
import { makeWorkspace, type Workspace } from "../../tools/workspace/workspace.mts";
import { makeYamlWorkspace, yamlProgram } from "./harness/plugin-program";

const applicationHost = readFileSync(sampleConfig, "utf8");
const hosts = ["web-01.config", "web-02.config"];
const up = ["up", "--yes", "--skip-preview"];
let workspace: Workspace;

afterEach(async () => {
  await workspace.dispose();
});

const yaml = (settings: string): string =>
  yamlProgram(
    `resources:\n${hosts
      .map((host) => {
        const connection = `connection: { configFile: ./${host} }`;
        return `  ${host.slice(0, 6)}: { type: "iis:AppPool", properties: { name: Shop, ${settings}, ${connection} } }\n`;
      })
      .join("")}`,
  );

const script = (settings: string): string => `const iis = require("pulumi-iis");
for (const host of ${JSON.stringify(hosts)})
  new iis.AppPool(host.slice(0, 6), { name: "Shop", ${settings}, connection: { configFile: \`../\${host}\` } });
`;

describe.each([
  ["the dynamic provider", () => makeWorkspace({ program: "", applicationHost }), "index.js", script, "../"],
  ["the plugin", () => makeYamlWorkspace({ applicationHost }), "Pulumi.yaml", yaml, "./"],
] as const)("%s", (_name, make, file, program, folder) => {
  async function run(args: readonly string[], mayFail = false): Promise<string> {
    const { stdout, stderr } = await workspace.run([...args], { expectFailure: mayFail });
    return stdout + stderr;
  }

  beforeEach(async () => {
    workspace = await make();
    for (const host of hosts) workspace.write(`${folder}${host}`, applicationHost);
    workspace.write(file, program("queueLength: 2000"));
  });

  it("shows what differs live on each host, also without a refresh", async () => {
    await run(up);
    for (const host of hosts) {
      const text = readFileSync(`${workspace.dir}/${folder}${host}`, "utf8");
      workspace.write(`${folder}${host}`, text.replace('queueLength="2000"', 'queueLength="4000"'));
    }
    const preview = await run(["preview", "--diff"]);
    for (const host of hosts)
      expect(preview).toContain(`Shop on ${host}: Queue Length (queueLength) is 4000, program says 2000`);
  });

  it("shows the same warning and the same failure of both hosts", async () => {
    for (const host of hosts) workspace.write(`${folder}${host}`, "<configuration>");
    const [previewed, updated] = [await run(["preview"]), await run([...up, "--continue-on-error"], true)];
    for (const host of hosts) {
      expect(previewed).toContain(`not compared with the host: ${host}: `);
      expect(updated).toContain(`error: ${host}: appcmd failed`);
    }
  });

  it("shows the same failure of both hosts in a refresh", async () => {
    await run(up);
    for (const host of hosts) workspace.write(`${folder}${host}`, "<configuration>");
    const output = await run(["refresh", "--yes"], true);
    for (const host of hosts) expect(output).toContain(`error: Preview failed: ${host}: `);
  });
});
