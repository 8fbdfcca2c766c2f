import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { sampleConfig } from "../engine/offline-host";
import { describeWithSshd } from "../transport/openssh/needs";
import { type Sshd, startSshd } from "../transport/openssh/sshd";
import { type WindowsHost, windowsHost } from "../transport/openssh/windows-host";
import { makeWorkspace, type Workspace } from "../../tools/workspace/workspace.mts";
import { repository } from "../../tools/workspace/places.mts";

/** The folder with the real plugin, built where it is not there yet. */
const plugin = execFileSync(
  process.execPath,
  [join(repository, "tools/pulumi-cli/find.mts"), "pulumi-resource-command"],
  {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  },
).trim();

const stack = ["--stack", "lab"];
let workspace: Workspace;

/** A copy of the example with the packages and the plugin that its README asks for. */
async function start(program: string): Promise<void> {
  workspace = await makeWorkspace({ program, applicationHost: readFileSync(sampleConfig, "utf8") });
  const example = join(repository, "examples", "with-command");
  for (const file of ["Pulumi.yaml", "Pulumi.lab.yaml"]) cpSync(join(example, file), join(workspace.dir, file));
  cpSync(sampleConfig, join(workspace.dir, "applicationHost.config"));
  const link = join(workspace.dir, "node_modules", "@pulumi", "command");
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(join(repository, "node_modules", "@pulumi", "command"), link);
  symlinkSync(plugin, join(workspace.dir, "plugin"));
  await workspace.run(["stack", "init", "lab"]);
}

const recycled = (calls: readonly { argv: readonly string[]; exitCode: number }[]): string[] =>
  calls
    .filter(({ argv }) => argv[0] === "recycle")
    .map(({ argv, exitCode }) => `${argv.slice(1).join(" ")} = ${exitCode}`)
    .sort();

/** The pools that one `up` recycled, each with its exit code. */
async function up(env: Readonly<Record<string, string>> = {}): Promise<string[]> {
  workspace.resetEmulatorLog();
  await workspace.run(["up", "--yes", "--skip-preview", ...stack], { env });
  return recycled(workspace.emulatorCalls());
}

const pool = (name: string, exitCode = 0): string => `apppool /apppool.name:${name} = ${exitCode}`;

afterEach(async () => {
  await workspace.dispose();
});

it("recycles with the first up, then the one pool whose build has changed, and nothing when none has", async () => {
  await start(readFileSync(join(repository, "examples", "with-command", "index.js"), "utf8"));
  const all = [pool("Api"), pool("Reports"), pool("Shop")];
  expect(await up()).toEqual(all);
  expect(await up()).toEqual([]);

  await workspace.run(["config", "set", "--path", "with-command:builds.Api", "58", ...stack]);
  expect(await up()).toEqual([pool("Api")]);
  expect(await up()).toEqual([]);

  workspace.resetEmulatorLog();
  await workspace.run(["destroy", "--yes", "--skip-preview", ...stack]);
  expect(recycled(workspace.emulatorCalls())).toEqual([]);
});

describe("a pool that is not in the program", () => {
  const program = `const { RecycleAppPool } = require("pulumi-iis");
const { BUILD, CONFIG_FILE: configFile, POOL: pool } = process.env;
const { stdout } = new RecycleAppPool("deploy", { pool, connection: { configFile }, triggers: [BUILD] });
exports.said = stdout;
`;
  const env = (BUILD: string, POOL: string): Record<string, string> => ({
    ...{ BUILD, POOL, CONFIG_FILE: workspace.configFile },
  });

  it("is left as it is where it is stopped, and fails the deployment where it is missing", async () => {
    await start(program);
    expect(workspace.appcmd("stop", "apppool", "DefaultAppPool").exitCode).toBe(0);
    expect(await up(env("1", "DefaultAppPool"))).toEqual([pool("DefaultAppPool", 1062)]);
    const said = await workspace.run(["stack", "output", "said", ...stack]);
    expect(said.stdout).toMatch(/nothing to recycle: the pool has no worker process\s*$/);
    expect(workspace.appcmd("list", "apppool", "DefaultAppPool").stdout).toContain("state:Stopped");

    expect(workspace.appcmd("start", "apppool", "DefaultAppPool").exitCode).toBe(0);
    expect(await up(env("2", "defaultapppool"))).toEqual([pool("defaultapppool")]);
    expect(await up(env("2", "DefaultAppPool"))).toEqual([]);

    // What failed is not taken for done: the next run tries it again.
    for (const build of ["3", "3"]) {
      workspace.resetEmulatorLog();
      const run = { env: env(build, "Nope"), expectFailure: true };
      const failed = await workspace.run(["up", "--yes", "--skip-preview", ...stack], run);
      expect(recycled(workspace.emulatorCalls())).toEqual([pool("Nope", 1168)]);
      expect(failed.stdout).toContain('Cannot find APPPOOL object with identifier "Nope"');
    }
    const refused = await workspace.run(["preview", ...stack], { env: env("3", "a/b"), expectFailure: true });
    expect(refused.stdout).toContain('RecycleAppPool "deploy":\n      pool: IIS does not allow / in a name');
  });
});

describeWithSshd("a server over SSH", () => {
  const program = `const { RecycleAppPool } = require("pulumi-iis");
const { BUILD, CONNECTION } = process.env;
new RecycleAppPool("deploy", { pool: "Größe (Maß's) 50%", connection: JSON.parse(CONNECTION), triggers: [BUILD] });
`;
  let sshd: Sshd;
  let host: WindowsHost;

  beforeAll(async () => {
    sshd = await startSshd();
  });

  afterAll(async () => {
    await sshd.stop();
  });

  async function upOver(BUILD: string, more: object = {}): Promise<string[]> {
    // The plugin that can be built here is older than 1.2.1: it compares no host key and refuses to be given one.
    const { connection: given } = host;
    const connection = {
      ...given,
      hostKey: undefined,
      insecureIgnoreHostKey: true,
      privateKey: "${env:DEPLOY_KEY}",
      ...more,
    };
    const env = { BUILD, CONNECTION: JSON.stringify(connection), DEPLOY_KEY: sshd.userKey.privateKey };
    await workspace.run(["up", "--yes", "--skip-preview", ...stack], { env });
    return recycled(host.takeCalls());
  }

  it("recycles by remote.Command, with its login, and another login is no reason to recycle", async () => {
    await start(program);
    host = windowsHost(sshd);
    const name = "Größe (Maß's) 50%25";
    const added = `<add name="DefaultAppPool" /><add name="Größe (Maß's) 50%" />`;
    writeFileSync(host.configFile, host.config().replace('<add name="DefaultAppPool" />', added));
    expect(await upOver("1")).toEqual([pool(name)]);
    expect(await upOver("1")).toEqual([]);
    expect(await upOver("1", { dialErrorLimit: 4 })).toEqual([]);
    expect(await upOver("1", { shell: "powershell" })).toEqual([]);
    expect(await upOver("2")).toEqual([pool(name)]);

    const { stdout: state } = await workspace.run(["stack", "export", ...stack]);
    expect(state).toContain("remote");
    expect(state).not.toContain("PRIVATE KEY");
  });
});
