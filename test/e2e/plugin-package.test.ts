import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { packageVersion } from "../../provider/package-root";
import { sampleConfig } from "../engine/offline-host";
import { makeWorkspace, type Workspace } from "../../tools/workspace/workspace.mts";
import { installPackage } from "./harness/installed-package";
import { cliFolder, nodeFolder, repository, yamlHostFolder } from "../../tools/workspace/places.mts";

const version = packageVersion();
const sample = readFileSync(sampleConfig, "utf8");
let folder: string;
let workspace: Workspace;
/** PATH with the engine, what runs YAML programs, and of everything else only this. */
let pathWith: (...folders: readonly string[]) => { PATH: string };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-iis-plugin-package-"));
  workspace = await makeWorkspace({ applicationHost: sample });
  const node = join(folder, "only-node");
  symlinkSync(nodeFolder(), node);
  const tools = [await cliFolder(), await yamlHostFolder()];
  pathWith = (...folders) => ({ PATH: [...folders, ...tools, node].join(delimiter) });
});

afterEach(async () => {
  await workspace.dispose();
  rmSync(folder, { recursive: true, force: true });
});

function writeProgram(plugins = "", options = ""): void {
  workspace.write(
    "Pulumi.yaml",
    `name: e2e
runtime: yaml
${plugins}resources:
  shop:
    type: iis:AppPool
    properties: { queueLength: 2000 }
${options}`,
  );
}

/** Creates the pool, finds nothing to do, tells of drift, and removes the pool; answers what was said of the first. */
async function expectCycle(env: Readonly<Record<string, string>>): Promise<string> {
  const created = await workspace.run(["up", "--yes", "--skip-preview"], { env });
  expect(created.stdout).toContain("2 created");
  expect(workspace.configText()).toContain('<add name="shop" queueLength="2000" />');
  await workspace.run(["preview", "--expect-no-changes"], { env });
  workspace.appcmd("set", "apppool", "shop", "/queueLength:3000");
  const drifted = await workspace.run(["preview"], { env });
  expect(drifted.stdout).toContain("Queue Length (queueLength) is 3000, program says 2000");
  await workspace.run(["destroy", "--yes", "--skip-preview"], { env });
  expect(workspace.configText()).toBe(sample);
  return created.stdout + created.stderr;
}

describe("the plugin's tarball", () => {
  let tarball: string;

  beforeEach(() => {
    const pack = [join(repository, "scripts/package-plugin.mts"), folder];
    tarball = execFileSync(process.execPath, pack, { cwd: repository, encoding: "utf8" }).trim();
  });

  function install(env: Readonly<Record<string, string>>): Promise<unknown> {
    return workspace.run(["plugin", "install", "resource", "iis", version, "--file", tarball], { env });
  }

  it("is all that a program needs that names no folder, without network, npm and a language host of Node", async () => {
    // Nothing listens there: whoever asks for the world outside fails.
    const proxy = "http://127.0.0.1:9";
    const env = { ...pathWith(), http_proxy: proxy, https_proxy: proxy, HTTP_PROXY: proxy, HTTPS_PROXY: proxy };
    writeProgram("", `    options: { version: ${version} }\n`);
    await install(env);
    await expectCycle(env);
  });

  it("has one version for the file, the engine's list, the plugin and the schema", async () => {
    const env = pathWith();
    await install(env);
    const listed = await workspace.run(["plugin", "ls", "--json"], { env });
    expect(JSON.parse(listed.stdout)).toMatchObject([{ name: "iis", kind: "resource", version }]);
    expect(tarball).toBe(join(folder, `pulumi-resource-iis-v${version}.tgz`));
    const schema = JSON.parse((await workspace.run(["package", "get-schema", "iis"], { env })).stdout) as unknown;
    expect(schema).toEqual(JSON.parse(readFileSync(join(repository, "schema.json"), "utf8")));
    expect(schema).toMatchObject({ version });
  });

  it("brings the licenses of the packages whose code is in it", () => {
    const files = execFileSync("tar", ["-tzf", tarball], { encoding: "utf8" }).split("\n");
    expect(files).toEqual(expect.arrayContaining(["./LICENSE", "./dist/licenses.txt"]));
  });

  it("says in one line which Node it needs, where PATH has an older one", () => {
    const older = join(folder, "older.js");
    writeFileSync(older, 'Object.defineProperty(process.versions, "node", { value: "20.19.2" });');
    const plugin = join(repository, "plugin/pulumi-resource-iis.cjs");
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--require", older, plugin], {
      encoding: "utf8",
      timeout: 60_000, // else one that serves would never end
    });
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: "",
      stderr: `pulumi-iis needs Node.js 22 or later, and this is Node.js 20.19.2 (${process.execPath}). Install a newer one, or put it first in PATH.\n`,
    });
  });
});

describe("the npm package, installed alone", () => {
  let installed: string;

  beforeAll(() => {
    installed = mkdtempSync(join(tmpdir(), "pulumi-iis-installed-"));
    writeFileSync(join(installed, "package.json"), JSON.stringify({ name: "fresh", private: true }));
    installPackage(installed);
  });

  afterAll(() => {
    rmSync(installed, { recursive: true, force: true });
  });

  it("has the plugin in a folder for a project's plugins, without Pulumi's packages", async () => {
    const modules = join(installed, "node_modules");
    expect(readdirSync(modules).filter((name) => /^(@pulumi|@grpc|google-protobuf)/.test(name))).toEqual([]);
    const plugin = join(modules, "pulumi-iis/plugin");
    expect(existsSync(join(plugin, "pulumi-resource-iis.cmd"))).toBe(true);
    writeProgram(`plugins: { providers: [{ name: iis, path: ${JSON.stringify(plugin)} }] }\n`);
    await expectCycle(pathWith());
  });

  it("runs the README's program in YAML as it stands", async () => {
    const program = /```yaml\n(name: pools\n[\s\S]*?)```/.exec(
      readFileSync(join(repository, "README.md"), "utf8"),
    )?.[1];
    const place = join(workspace.dir, "node_modules/pulumi-iis");
    rmSync(place);
    symlinkSync(join(installed, "node_modules/pulumi-iis"), place);
    workspace.write("Pulumi.yaml", program!);
    const env = pathWith();
    // It is another project than the one that the workspace was made with.
    await workspace.run(["stack", "init", "test"], { env });
    await workspace.run(["up", "--yes", "--skip-preview"], { env });
    expect(workspace.configText()).toContain('<add name="Nightly Reports">');
    await workspace.run(["preview", "--expect-no-changes"], { env });
    await workspace.run(["destroy", "--yes", "--skip-preview"], { env });
    expect(workspace.configText()).toBe(sample);
  });

  it("has the plugin on the PATH of npm's scripts, where the engine finds it by itself", async () => {
    const programs = join(installed, "node_modules/.bin");
    writeProgram();
    const said = await expectCycle(pathWith(programs));
    expect(said).toContain(`using pulumi-resource-iis from $PATH at ${join(programs, "pulumi-resource-iis")}`);
  });
});
