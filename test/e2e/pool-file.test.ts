import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageProgram } from "../../provider/package-root";
import { sampleConfig } from "../engine/offline-host";
import { makeWorkspace, type Workspace } from "../../tools/workspace/workspace.mts";
import { byPoolName } from "./harness/by-pool-name";
import { repository } from "../../tools/workspace/places.mts";

/** A real server's configuration where it is at hand, else the project's own sample. */
const real = join(repository, "../shared/reference/applicationHost/server-2012r2.config");
const serverConfig = existsSync(real) ? real : sampleConfig;

const program = `const { PoolFile } = require("pulumi-iis");
const { pools, defaults } = new PoolFile("pools", { files: ["pools/*.yaml"], adopt: true });
exports.names = [Object.keys(defaults), Object.keys(pools)];
`;

const shared = `version: 1
include: [extra/shop.yaml]
hosts:
  web-01: { configFile: ../web-01.config }
  web-02: { configFile: ../web-02.config }
defaults:
  recycling: { logEventOnRecycle: [Time, Requests, Schedule, Memory, IsapiUnhealthy, OnDemand, ConfigChange, PrivateMemory] }
pools:
  DefaultAppPool: { queueLength: 2000, multiInstance: false }
  Zebra: { managedRuntimeVersion: "" }
  Api: {}
  Gone: { state: absent }
applicationPoolDefaults: { startMode: AlwaysRunning }
`;

const shop = `version: 1
pools:
  Shop:
    state: Stopped
    recycling:
      periodicRestart: { time: 0s, privateMemory: 1.5GB, schedule: ["03:00", "15:00"] }
    processModel:
      idleTimeout: 0s
      identityType: SpecificUser
      userName: CORP\\svc
      password: \${env:SHOP_PASSWORD}
`;

const canary = "canary%41\"' end";
const env = { SHOP_PASSWORD: canary };

let workspace: Workspace;

afterEach(async () => {
  await workspace.dispose();
});

async function start(text: string, language: "js" | "ts" = "js"): Promise<void> {
  const applicationHost = readFileSync(sampleConfig, "utf8");
  workspace = await makeWorkspace({ program: text, language, applicationHost });
}

/** A copy of the server's configuration in a folder of the project. */
function serverIn(folder: string, name: string): () => string {
  mkdirSync(join(workspace.dir, folder), { recursive: true });
  const file = join(workspace.dir, folder, `${name}.config`);
  copyFileSync(serverConfig, file);
  return () => readFileSync(file, "latin1");
}

function writeFiles(folder: string): void {
  workspace.write(join(folder, "pools/pools.yaml"), shared);
  workspace.write(join(folder, "pools/extra/shop.yaml"), shop);
}

function iispools(folder: string, ...argv: string[]): string {
  return execFileSync(process.execPath, [...packageProgram("iispools").arguments, ...argv], {
    cwd: join(workspace.dir, folder),
    env: { ...process.env, ...env },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}

describe("PoolFile with the real engine", () => {
  it("makes of the same files the same configuration as iispools apply, byte for byte but for the order of the pools, and of each host its own", async () => {
    await start(program);
    const byEngine = ["web-01", "web-02"].map((name) => serverIn(".", name));
    const byTool = ["web-01", "web-02"].map((name) => serverIn("tool", name));
    const [original] = byTool.map((read) => read());
    writeFiles(".");
    writeFiles("tool");
    iispools("tool", "apply", "pools/pools.yaml", "--yes", "--force", "--no-backup");
    const up = await workspace.run(["up", "--yes", "--skip-preview"], { env });
    expect(up.stdout).toContain("12 created");
    const [first, second] = byEngine.map((read) => read());
    expect(first).not.toBe(original);
    const [tool, other] = byTool.map((read) => byPoolName(read()));
    expect(byPoolName(first!)).toBe(tool);
    expect(byPoolName(second!)).toBe(other);
    expect(other).toBe(tool);

    const preview = await workspace.run(["preview", "--refresh", "--expect-no-changes"], { env });
    expect(iispools("tool", "plan", "pools/pools.yaml", "--detailed-exitcode")).not.toContain("canary");
    const seen = JSON.stringify([await workspace.exportStack(), up, preview]);
    expect(seen).not.toContain("canary");
    const names = JSON.parse((await workspace.run(["stack", "output", "names", "--json"])).stdout) as unknown;
    const pools = ["web-01", "web-02"].flatMap((host) =>
      ["Api", "DefaultAppPool", "Shop", "Zebra"].map((one) => `${host}/${one}`),
    );
    expect(names).toEqual([["web-01", "web-02"], pools]);
  });

  it("deletes a pool that leaves the files, and changes nothing when only the files' order does", async () => {
    await start(`const { PoolFile } = require("pulumi-iis");\nnew PoolFile("pools", { files: ["pools"] });\n`);
    workspace.write("pools/a.yaml", "version: 1\npools: { A: { queueLength: 2000 }, B: { queueLength: 3000 } }\n");
    await workspace.run(["up", "--yes", "--skip-preview"]);
    workspace.write("pools/a.yaml", "version: 1\npools: { B: { queueLength: 3000 } }\n");
    workspace.write("pools/0.yaml", "version: 1\npools: { A: { queueLength: 2000 } }\n");
    await workspace.run(["preview", "--expect-no-changes"]);
    workspace.write("pools/0.yaml", "version: 1\npools: { A: { state: absent } }\n");
    expect((await workspace.run(["up", "--yes", "--skip-preview"])).stdout).toContain("1 deleted");
    expect(workspace.configText()).not.toContain('<add name="A"');
    expect(workspace.configText()).toContain('<add name="B" queueLength="3000" />');
  });

  it("tells every fault of every file at once, with its place, before anything is asked of appcmd", async () => {
    await start(program);
    workspace.write("pools/a.yaml", "version: 1\npools:\n  Shop: { quueLength: 5 }\n");
    workspace.write("pools/b.yaml", `version: 1\npools:\n  Api:\n    processModel: { password: "\${env:NONE}" }\n`);
    const { stdout, stderr } = await workspace.run(["up", "--yes", "--skip-preview"], { expectFailure: true });
    const said = stdout + stderr;
    expect(said).toContain(
      "pools/a.yaml:3:11 pools.Shop.quueLength: unknown key `quueLength`. Did you mean `queueLength`?",
    );
    expect(said).toMatch(
      /pools\/b\.yaml:4:\d+ pools\.Api\.processModel\.password: the environment variable NONE is not set/,
    );
    expect(workspace.emulatorCalls()).toEqual([]);
  });
});

describe("a program that iispools import wrote", () => {
  it("takes the pools over and changes nothing", async () => {
    await start("", "ts");
    workspace.write(
      "index.ts",
      iispools(".", "import", "--config-file", workspace.configFile, "--format", "typescript"),
    );
    const before = workspace.configText();
    const { stdout } = await workspace.run(["up", "--yes", "--skip-preview"]);
    expect(stdout).toContain("4 created");
    expect(workspace.configText()).toBe(before);
    await workspace.run(["preview", "--refresh", "--expect-no-changes"]);
  });
});

describe("the programs of this repository", () => {
  it("runs examples/basic", async () => {
    await start(readFileSync(join(repository, "examples/basic/index.ts"), "utf8"), "ts");
    expect((await workspace.run(["up", "--yes", "--skip-preview"])).stdout).toContain("4 created");
    for (const name of ["Nightly Reports", "shop", "api"])
      expect(workspace.configText()).toContain(`<add name="${name}"`);
  });

  it("runs Pulumi.yaml on other files that the stack's config names", async () => {
    await start(readFileSync(join(repository, "pools.js"), "utf8"));
    workspace.write("mine/pools.yaml", "version: 1\npools: { Mine: { queueLength: 2000 } }\n");
    workspace.configure({ "iis:poolFiles": "mine/*.yaml, mine/pools.yaml" });
    await workspace.run(["up", "--yes", "--skip-preview"]);
    expect(workspace.configText()).toContain('<add name="Mine" queueLength="2000" />');
    expect(readdirSync(join(repository, "examples/pools"))).not.toEqual([]);
  });
});
