import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadModule } from "./load-script";
import { findScript, repository, Sandbox, version } from "./sandbox";

let sandbox: Sandbox;

beforeEach(() => {
  sandbox = new Sandbox();
});

afterEach(() => {
  sandbox.dispose();
});

const find = (names: readonly string[], path: readonly string[], env: Record<string, string> = {}) =>
  sandbox.start(findScript, path, env, names).ended;

const plugin = ["pulumi-resource-command"];
const cacheOf = (name: string): string => join(sandbox.file("cache"), "pulumi-iis", name);

test("the plugin of @pulumi/command is built once, with a version of its own, and needs no CLI", async () => {
  const ended = await find(plugin, [sandbox.go()]);
  expect(ended).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining(`${cacheOf("pulumi-resource-command")}/v0.0.0-20240112221901-`),
  });
  expect(sandbox.goBuilds()).toEqual([
    expect.stringMatching(
      /pulumi-resource-command build .*-X github\.com\/pulumi\/pulumi-command\/provider\/pkg\/version\.Version=0\.9\.3-dev /,
    ),
  ]);
  expect(await find(plugin, [])).toMatchObject({ stdout: ended.stdout, stderr: "" });
  expect(sandbox.cached()).toEqual([]);
});

test("a folder that is named is used or refused", async () => {
  const folder = sandbox.program("named/pulumi-resource-command", ":");
  expect(await find(plugin, [], { PULUMI_IIS_COMMAND_PLUGIN_DIR: folder })).toMatchObject({ stdout: `${folder}\n` });
  const refused = await find(plugin, [sandbox.go()], { PULUMI_IIS_COMMAND_PLUGIN_DIR: "/nowhere" });
  expect(refused).toMatchObject({ exitCode: 1, stdout: "" });
  expect(refused.stderr).toContain("PULUMI_IIS_COMMAND_PLUGIN_DIR is /nowhere, but there is no executable");
  expect(sandbox.goBuilds()).toEqual([]);
});

test("without a go that serves, one error says what would help, and nothing more is tried", async () => {
  const ended = await find([...plugin, "pulumi-codegen-dotnet"], [sandbox.go({ goVersion: "go1.20" })]);
  expect(ended).toMatchObject({ exitCode: 1, stdout: "" });
  expect(ended.stderr).toMatch(/There is no pulumi-resource-command\. build from the Go module: .*Go 1\.20 is older/);
  expect(ended.stderr).not.toContain("pulumi-codegen-dotnet");
});

test("a language host that was installed with the CLI serves", async () => {
  const cli = sandbox.cli("installed");
  sandbox.program("installed/pulumi-language-yaml", ":");
  const ended = await find(["pulumi-language-yaml"], [sandbox.go()], { PULUMI_IIS_CLI_DIR: cli });
  expect(ended).toMatchObject({ exitCode: 0, stdout: `${cli}\n`, stderr: "" });
  expect(sandbox.goBuilds()).toEqual([]);
});

test("the host of Python gets its script beside it, from the module where it lies; a host without one is built anew", async () => {
  const cli = sandbox.cli("installed");
  sandbox.program("installed/pulumi-language-python", ":");
  sandbox.program("module/python/cmd/pulumi-language-python-exec", "the script");
  const ended = await find(["pulumi-language-python"], [sandbox.go()], { PULUMI_IIS_CLI_DIR: cli });
  expect(ended.stdout).toContain(cacheOf("pulumi-language-python"));
  expect(readFileSync(join(ended.stdout.trim(), "pulumi-language-python-exec"), "utf8")).toContain("the script");
});

test("each is printed on a line of its own; what is our own program is built again when its source changes", async () => {
  const ended = await find(["pulumi-codegen-dotnet", ...plugin], [sandbox.go()]);
  const [dotnet, command] = ended.stdout.trim().split("\n");
  expect(dotnet).toMatch(/\/pulumi-codegen-dotnet\/v3\.163\.0-[0-9a-f]{8}$/);
  expect(command).toContain("/pulumi-resource-command/");

  const tools = (folder: string): string => join(folder, "tools", "pulumi-cli", "pulumi-codegen-dotnet");
  const main = readFileSync(join(tools(repository), "main.go"), "utf8");
  sandbox.program("tools/pulumi-cli/pulumi-codegen-dotnet/main.go", main);
  writeFileSync(
    join(tools(sandbox.root), "go.mod"),
    "module x\n\ngo 1.25\n\nrequire github.com/pulumi/pulumi/pkg/v3 v3.163.0\n",
  );
  const { findGoTool } = await loadModule<typeof import("../../tools/pulumi-cli/find-go-tool.mts")>(
    "tools/pulumi-cli/find-go-tool.mts",
  );
  const env = { PATH: sandbox.go(), HOME: sandbox.file("home"), XDG_CACHE_HOME: sandbox.file("cache") };
  const say = (): void => undefined;
  const context = { root: sandbox.root, env, platform: process.platform, home: sandbox.file("home"), version, say };
  const changed = await findGoTool("pulumi-codegen-dotnet", context);
  expect(changed).toContain(cacheOf("pulumi-codegen-dotnet"));
  expect(changed).not.toBe(dotnet);
});

test("a tool that there is not is an error that names those that there are", async () => {
  const ended = await find(["pulumi-language-cobol"], []);
  expect(ended).toMatchObject({ exitCode: 1, stdout: "" });
  expect(ended.stderr).toMatch(/There is no tool pulumi-language-cobol: .*pulumi-language-yaml/);
});

test("every tool has its go.mod, which pins its version", async () => {
  const { goTools } = await loadModule<typeof import("../../tools/pulumi-cli/go-tools.mts")>(
    "tools/pulumi-cli/go-tools.mts",
  );
  const { requiredVersion } = await loadModule<typeof import("../../tools/pulumi-cli/go-toolchain.mts")>(
    "tools/pulumi-cli/go-toolchain.mts",
  );
  for (const [name, { pinned }] of Object.entries(goTools)) {
    const goMod = readFileSync(join(repository, "tools", "pulumi-cli", name, "go.mod"), "utf8");
    expect([name, requiredVersion(goMod, pinned)]).toEqual([name, expect.stringMatching(/^v\d+\.\d+\.\d+/)]);
  }
});
