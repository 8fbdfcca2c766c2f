import { existsSync, readFileSync, rmSync } from "node:fs";
import { basename } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { sampleConfig } from "../engine/offline-host";
import { breachesOf, type LoggedRun } from "./conformance";
import { providerCalls } from "./conformance/provider-log";
import { readPropertySchema } from "./conformance/schema-paths";
import type { RunOptions, Workspace } from "../../tools/workspace/workspace.mts";
import { makeYamlWorkspace, yamlProgram } from "./harness/plugin-program";

const canary = "canary%41'";
const schema = readPropertySchema();

let workspace: Workspace;
let runs: LoggedRun[];
let told: string;

beforeEach(async () => {
  workspace = await makeYamlWorkspace({ applicationHost: readFileSync(sampleConfig, "utf8") });
  runs = [];
  told = "";
});

afterEach(async () => {
  await workspace.dispose();
});

function write(resources: object): void {
  workspace.write("Pulumi.yaml", yamlProgram(`resources: ${JSON.stringify(resources)}\n`));
}

/** Runs the CLI, and puts what the engine has logged of it aside. */
async function run(args: readonly string[], how: Partial<LoggedRun> & RunOptions = {}): Promise<string> {
  const { env, interrupt, expectFailure = false, ...about } = how;
  const seen = workspace.grpcCalls().length;
  workspace.resetEmulatorLog();
  const options = { env: { ...env, ...workspace.grpcLogging }, expectFailure, ...(interrupt && { interrupt }) };
  const { stdout, stderr } = await workspace.run(args, options);
  const commits = workspace.emulatorCalls().filter(({ commit }) => commit).length;
  runs.push({ log: workspace.grpcCalls().slice(seen), commits, ...about });
  told += stdout + stderr;
  return stdout + stderr;
}

const up = (how?: Partial<LoggedRun> & RunOptions): Promise<string> => run(["up", "--yes", "--skip-preview"], how);
const preview = (...more: string[]): Promise<string> => run(["preview", ...more], { isPreview: true });

/** Everything that the protocol asks, of all runs since the beginning; and no word of the password. */
async function expectConformance(...methods: readonly string[]): Promise<void> {
  const host = basename(workspace.configFile);
  expect(breachesOf(runs, { schema, host, secrets: [canary] })).toEqual([]);
  const asked = new Set(runs.flatMap(({ log }) => providerCalls(log)).map(({ method }) => method));
  expect([...asked]).toEqual(expect.arrayContaining([...methods]));
  expect(told + JSON.stringify(await workspace.exportStack())).not.toContain(canary);
}

const account = { identityType: "SpecificUser", userName: "CORP\\svc", password: canary };
const pool = (properties: object): object => ({ type: "iis:AppPool", properties });
const life = (properties: object): object => ({
  shop: pool(properties),
  other: pool({ name: "Büro's 41%", environmentVariables: { "a.b": "x" }, adopt: true, state: "Stopped" }),
  defaults: { type: "iis:AppPoolDefaults", properties: { processModel: { idleTimeout: "7m" } } },
  recycle: { type: "iis:RecycleAppPool", properties: { pool: "DefaultAppPool", triggers: [Object.keys(properties)] } },
});

describe("what the engine logs of the plugin keeps to the engine's protocol", () => {
  test("from creation to deletion, with changes, drift and a replacement", async () => {
    const first = { queueLength: 2000, processModel: account, recycling: { periodicRestart: { schedule: ["3:00"] } } };
    write(life(first));
    await preview();
    await up();
    await preview("--expect-no-changes");
    await preview("--refresh", "--expect-no-changes");
    const second = {
      queueLength: 3000,
      cpu: { limit: "50%" },
      recycling: { periodicRestart: { schedule: ["3:00", "4:00"] } },
    };
    write(life(second));
    await preview("--diff");
    await up();
    write(life({ ...second, startMode: "OnDemand" })); // which it is already: only the state has to learn it
    await up();
    await preview("--expect-no-changes");
    write(life(second));
    await up();
    workspace.appcmd(
      "set",
      "apppool",
      "shop",
      "/queueLength:4000",
      "/-recycling.periodicRestart.schedule.[value='04:00:00']",
    );
    const drift = await run(["preview", "--diff"], { isPreview: true, isDrifted: true });
    expect(drift).toContain("Queue Length (queueLength) is 4000, program says 3000");
    await up({ isDrifted: true });
    write(life({ ...second, name: "Shop 2" }));
    await preview("--diff");
    await up();
    workspace.appcmd("delete", "apppool", "Shop 2");
    await up({ isDrifted: true });
    await preview("--expect-no-changes");
    await run(["destroy", "--yes", "--skip-preview"]);
    await expectConformance("Check", "Diff", "Create", "Read", "Update", "Delete", "Configure", "Cancel");
  });

  test("of what is imported, and deleted with the rest", async () => {
    write({});
    await run(["import", "iis:index:AppPool", "legacy", "legacy .net V2.0", "--protect=false", "--yes"]);
    await run(["import", "iis:index:AppPool", "nothing", "Nothing", "--yes"], { expectFailure: true });
    await run(["preview", "--refresh"], { isPreview: true });
    await expectConformance("Read");
  });

  test("when a program is wrong, a pool is in the way, and a write is lost half-way", async () => {
    write({ shop: pool({ cpu: { limit: "900%" }, queueLength: 1, processModel: account }) });
    await up({ expectFailure: true });
    write({ shop: pool({ name: "DefaultAppPool", processModel: account }) });
    await up({ expectFailure: true });
    write({ shop: pool({ queueLength: 2000, processModel: account }) });
    const denied = { APPCMD_EMULATOR_FAULT: "denied" };
    await up({ expectFailure: true, env: denied });
    await up({ expectFailure: true, env: { APPCMD_EMULATOR_FAULT: "drop:queueLength" } });
    await run(["preview", "--diff"], { isPreview: true, isDrifted: true });
    await up({ expectFailure: true, env: denied });
    await up({ isDrifted: true });
    await preview("--expect-no-changes");
    await up({ expectFailure: true, env: denied });
    write({});
    await run(["destroy", "--yes", "--skip-preview"]);
    await expectConformance("Check", "Create", "Update", "Delete");
  });

  test("when it is cancelled in the middle of a creation", async () => {
    write({ shop: pool({ queueLength: 2000, processModel: account }) });
    const log = workspace.grpcLogging["PULUMI_DEBUG_GRPC"]!;
    const creationHasBegun = async (): Promise<void> => {
      while (!existsSync(log) || !readFileSync(log, "utf8").includes("ResourceProvider/Create")) {
        if (!existsSync(workspace.dir)) return;
        await wait(20);
      }
    };
    rmSync(log, { force: true });
    const hanging = { APPCMD_EMULATOR_LATENCY_MS: "600000" };
    const said = await up({ expectFailure: true, env: hanging, interrupt: creationHasBegun() });
    expect(said).toContain("cancel");
    await up();
    await preview("--expect-no-changes");
    await expectConformance("Create", "Cancel");
  });
});
