import { readFileSync } from "node:fs";
import { sampleConfig } from "../engine/offline-host";
import type { Workspace } from "../../tools/workspace/workspace.mts";
import { makeYamlWorkspace, yamlProgram } from "./harness/plugin-program";

let workspace: Workspace;

beforeAll(async () => {
  workspace = await makeYamlWorkspace({ applicationHost: readFileSync(sampleConfig, "utf8") });
});

afterAll(async () => {
  await workspace.dispose();
});

function writeProgram(build: string): void {
  workspace.write(
    "Pulumi.yaml",
    yamlProgram(`variables:
  legacy: { fn::invoke: { function: iis:getAppPool, arguments: { name: legacy .net v2.0 } } }
  all: { fn::invoke: { function: iis:getAppPools, arguments: {} } }
  running: { fn::invoke: { function: iis:getWorkerProcesses, arguments: { pool: DefaultAppPool } } }
resources:
  deploy:
    type: iis:RecycleAppPool
    properties: { pool: DefaultAppPool, triggers: [${build}] }
outputs:
  handOver: \${deploy.handOver}
  report: \${deploy.report}
  legacy: \${legacy}
  names: ["\${all.pools[0].name}", "\${all.pools[1].name}"]
  sources: \${all.pools[0].sources}
  running: \${running.workerProcesses}
`),
  );
}

interface Outputs {
  readonly handOver: { readonly outcome: string; readonly oldPids: number[]; readonly newPids: number[] };
  readonly report: string;
  readonly legacy: { readonly settings: object; readonly sources: Record<string, string> };
  readonly names: string[];
  readonly sources: Record<string, string>;
  readonly running: { readonly pid: number; readonly pool: string }[];
}

const env = { APPCMD_EMULATOR_SERVING: "DefaultAppPool" };

async function up(): Promise<Outputs> {
  await workspace.run(["up", "--yes", "--skip-preview"], { env });
  return JSON.parse((await workspace.run(["stack", "output", "--json"])).stdout) as Outputs;
}

test("the plugin's functions and its RecycleAppPool with the real engine, from a YAML program", async () => {
  writeProgram("build-1");
  const first = await up();
  expect(first.names).toEqual(["DefaultAppPool", "Legacy .NET v2.0"]);
  expect(first.sources).toMatchObject({ managedRuntimeVersion: "inherited", queueLength: "default" });
  expect(first.legacy).toMatchObject({
    ...{ name: "Legacy .NET v2.0", host: "applicationHost.config", state: "Started" },
    settings: { managedRuntimeVersion: "v2.0", recycling: { periodicRestart: { schedule: ["04:30:00"] } } },
  });
  expect(first.legacy.sources["recycling.periodicRestart.schedule"]).toBe("explicit");
  expect(first.running).toEqual([expect.objectContaining({ pool: "DefaultAppPool" })]);
  expect(first.handOver).toMatchObject({ outcome: "recycled" });
  expect(first.report).toMatch(/^recycled, overlapped: /);

  await workspace.run(["preview", "--expect-no-changes"], { env });
  writeProgram("build-2");
  workspace.resetEmulatorLog();
  const { stdout } = await workspace.run(["preview", "--diff"], { env });
  expect(stdout).toMatch(/"build-1" => "build-2"/);
  expect(workspace.emulatorCalls().filter(({ argv }) => argv[0] === "recycle")).toEqual([]);
  const second = await up();
  expect(second.handOver.oldPids).toEqual(first.handOver.newPids);

  workspace.resetEmulatorLog();
  await workspace.run(["destroy", "--yes", "--skip-preview"], { env });
  expect(workspace.emulatorCalls().filter(({ argv }) => argv[0] === "recycle")).toEqual([]);
  expect(workspace.configText()).toBe(readFileSync(sampleConfig, "utf8"));
});
