import { join } from "node:path";
import { Sandbox } from "./sandbox";

let sandbox: Sandbox;

beforeEach(() => {
  sandbox = new Sandbox();
});

afterEach(() => {
  sandbox.dispose();
});

const find = (path: readonly string[], env: Record<string, string> = {}) =>
  sandbox.start("command-plugin.mjs", path, env).ended;

test("the plugin of @pulumi/command is built once, with a version of its own", async () => {
  const ended = await find([sandbox.go()]);
  const cache = join(sandbox.file("cache"), "pulumi-iis", "pulumi-resource-command");
  expect(ended).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(`${cache}/v0.0.0-20240112221901-`) });
  expect(sandbox.goBuilds()).toEqual([
    expect.stringMatching(
      /pulumi-resource-command build .*-X github\.com\/pulumi\/pulumi-command\/provider\/pkg\/version\.Version=0\.9\.3-dev /,
    ),
  ]);
  expect(await find([])).toMatchObject({ stdout: ended.stdout, stderr: "" });
  expect(sandbox.cached()).toEqual([]);
});

test("a folder that is named is used or refused", async () => {
  const folder = sandbox.program("named/pulumi-resource-command", ":");
  expect(await find([], { PULUMI_IIS_COMMAND_PLUGIN_DIR: folder })).toMatchObject({ stdout: `${folder}\n` });
  const refused = await find([sandbox.go()], { PULUMI_IIS_COMMAND_PLUGIN_DIR: "/nowhere" });
  expect(refused).toMatchObject({ exitCode: 1, stdout: "" });
  expect(refused.stderr).toContain("PULUMI_IIS_COMMAND_PLUGIN_DIR is /nowhere, but there is no executable");
  expect(sandbox.goBuilds()).toEqual([]);
});

test("without a go that serves, one error says what would help", async () => {
  const ended = await find([sandbox.go({ goVersion: "go1.20" })]);
  expect(ended).toMatchObject({ exitCode: 1, stdout: "" });
  expect(ended.stderr).toMatch(/There is no pulumi-resource-command\. build from the Go module: .*Go 1\.20 is older/);
});
