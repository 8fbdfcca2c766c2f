import { execFileSync, spawnSync } from "node:child_process";
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, delimiter, join } from "node:path";
import { packageVersion } from "../../provider/package-root";
import { sampleConfig } from "../engine/offline-host";
import { madeFolder } from "../made-folder";
import { makeWorkspace, type Workspace } from "../../tools/workspace/workspace.mts";
import { installPackage } from "./harness/installed-package";
import { cliFolder, nodeFolder, repository, yamlHostFolder } from "../../tools/workspace/places.mts";

const version = packageVersion();
const sample = readFileSync(sampleConfig, "utf8");
let folder: string;
let workspace: Workspace;
/** PATH with the engine, what runs YAML programs, Node, and of everything else only this. */
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
  let artifacts: string;
  let tarball: string;
  /** The engine and what runs YAML programs, an empty home, and no Node. */
  let env: Readonly<Record<string, string>>;

  beforeAll(() => {
    artifacts = madeFolder("linux-x64");
    tarball = join(
      artifacts,
      readdirSync(artifacts).find((name) => name.startsWith("pulumi-resource-iis"))!,
    );
  });

  beforeEach(async () => {
    const home = join(folder, "home");
    mkdirSync(home);
    const path = [await cliFolder(), await yamlHostFolder()].join(delimiter);
    env = { PATH: path, HOME: home, PULUMI_HOME: join(home, ".pulumi") };
  });

  function install(...from: readonly string[]): Promise<unknown> {
    return workspace.run(["plugin", "install", "resource", "iis", version, ...from], { env });
  }

  it("is all that a program needs that names no folder, without Node, npm and a network", async () => {
    // Nothing listens there: whoever asks for the world outside fails.
    const proxy = "http://127.0.0.1:9";
    env = { ...env, http_proxy: proxy, https_proxy: proxy, HTTP_PROXY: proxy, HTTPS_PROXY: proxy };
    writeProgram("", `    options: { version: ${version} }\n`);
    await install("--file", tarball);
    await expectCycle(env);
  });

  it("has one version for the file, the engine's list, the plugin and the schema", async () => {
    await install("--file", tarball);
    const listed = await workspace.run(["plugin", "ls", "--json"], { env });
    expect(JSON.parse(listed.stdout)).toMatchObject([{ name: "iis", kind: "resource", version }]);
    expect(basename(tarball)).toMatch(`pulumi-resource-iis-v${version}-`);
    const schema = JSON.parse((await workspace.run(["package", "get-schema", "iis"], { env })).stdout) as unknown;
    expect(schema).toEqual(JSON.parse(readFileSync(join(repository, "schema.json"), "utf8")));
    expect(schema).toMatchObject({ version });
  });

  it("brings the licenses of what is in it", () => {
    const files = execFileSync("tar", ["-tzf", tarball], { encoding: "utf8" }).split("\n");
    expect(files).toEqual(expect.arrayContaining(["LICENSE", "licenses/node.txt", "licenses/packages.txt"]));
  });

  describe("in a folder that is served over HTTP", () => {
    let server: Server;
    let address: string;
    let requested: string[];

    beforeEach(async () => {
      requested = [];
      server = createServer((request, response) => {
        const name = basename(request.url ?? "");
        requested.push(name);
        const file = join(artifacts, name);
        if (!existsSync(file)) return response.writeHead(404).end();
        // The engine refuses an answer without its length.
        response.setHeader("Content-Length", statSync(file).size);
        return createReadStream(file).pipe(response);
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/downloads`;
    });

    afterEach(() => {
      server.closeAllConnections();
      server.close();
    });

    it("is installed from there", async () => {
      await install("--server", address);
      expect(requested).toEqual([basename(tarball)]);
      writeProgram("", `    options: { version: ${version} }\n`);
      await expectCycle(env);
    });

    it("is fetched by the first preview of a program that names the address", async () => {
      writeProgram("", `    options: { version: ${version}, pluginDownloadURL: "${address}" }\n`);
      env = { ...env, PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "false" };
      await expectCycle(env);
      expect(requested).toEqual([basename(tarball)]);
    });
  });
});

describe("the launcher of the plugin", () => {
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
    rmSync(place, { recursive: true });
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
