/** A run that must not write does not, whatever the state has; and one that may write is not held back by the state. */
import { readFileSync } from "node:fs";
import { sampleConfig } from "../engine/offline-host";
import { makeWorkspace, type Workspace } from "../../tools/workspace/workspace.mts";
import { makeYamlWorkspace, yamlProgram } from "./harness/plugin-program";

const applicationHost = readFileSync(sampleConfig, "utf8");
let workspace: Workspace;

afterEach(async () => {
  await workspace.dispose();
});

const program = 'const iis = require("pulumi-iis");\nnew iis.AppPool("shop", {});\n';

it.each([
  ["the dynamic provider", () => makeWorkspace({ program, applicationHost })],
  [
    "the plugin",
    async () => {
      const made = await makeYamlWorkspace({ applicationHost });
      made.write("Pulumi.yaml", yamlProgram("resources:\n  shop: { type: iis:AppPool }\n"));
      return made;
    },
  ],
])("PULUMI_IIS_READ_ONLY decides for a run of %s, also of destroy", async (_adapter, make) => {
  workspace = await make();
  const up = ["up", "--yes", "--skip-preview"];
  const destroy = ["destroy", "--yes", "--skip-preview"];
  const refused = async (args: readonly string[], readOnly?: string): Promise<string> => {
    const env = readOnly === undefined ? {} : { PULUMI_IIS_READ_ONLY: readOnly };
    const { stdout, stderr } = await workspace.run(args, { env, expectFailure: true });
    return stdout + stderr;
  };
  await workspace.run(up);
  const written = workspace.configText();
  expect(written).toContain('name="shop"');
  expect(await refused(destroy, "true")).toContain("(READ_ONLY)");
  expect(await refused(destroy, "yes")).toContain('PULUMI_IIS_READ_ONLY: must be true or false, got "yes"');
  expect(workspace.configText()).toBe(written);
  workspace.configure({ "iis:readOnly": "true" });
  await workspace.run(up);
  workspace.configure({ "iis:readOnly": undefined });
  await workspace.run(destroy, { env: { PULUMI_IIS_READ_ONLY: "false" } });
  expect(workspace.configText()).not.toContain('name="shop"');
});
