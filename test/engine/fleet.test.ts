import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applyPlan } from "../../provider/engine/verbs/apply-plan";
import { onEachHost } from "../../provider/engine/hosts";
import { type PlannedHost, prepareHost } from "../../provider/engine/prepare";
import { loadPoolFiles } from "../../provider/pool-file/load/load-pool-files";
import { desiredOn } from "../../provider/plan/change/desired";
import { offlineTransport } from "../../provider/transport/offline";
import { type Call, sampleConfig, verbs } from "./offline-host";

const hosts = Array.from({ length: 20 }, (_, index) => `web-${String(index + 1).padStart(2, "0")}`);
const pools = Array.from({ length: 50 }, (_, index) => `Pool ${index + 1}`);
const text = [
  ...["version: 1", "hosts:", ...hosts.map((name) => `  ${name}: { configFile: ./${name}.config }`)],
  ...["defaults: { queueLength: 2000 }", "pools:", ...pools.map((name) => `  ${name}: {}`)],
  ...["overrides: { web-07: { pools: { Pool 7: { queueLength: 7000 } } } }", ""],
].join("\n");

let folder: string;
let log: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-iis-fleet-"));
  mkdirSync(folder, { recursive: true });
  log = join(folder, "calls.jsonl");
  process.env["APPCMD_EMULATOR_LOG"] = log;
  const added = pools.map((name) => `<add name="${name}" />`).join("\r\n            ");
  const config = readFileSync(sampleConfig, "utf8").replace('<add name="DefaultAppPool" />', added);
  for (const name of hosts) writeFileSync(join(folder, `${name}.config`), config);
});

afterAll(() => {
  delete process.env["APPCMD_EMULATOR_LOG"];
  rmSync(folder, { recursive: true, force: true });
});

function takeCalls(): readonly Call[] {
  if (!existsSync(log)) return [];
  const lines = readFileSync(log, "utf8").trimEnd().split("\n");
  rmSync(log);
  return lines.map((line) => JSON.parse(line) as Call);
}

const { files, faults } = loadPoolFiles(["pools.yaml"], {
  ...{ cwd: "/", env: {}, secrets: "required" },
  fileSystem: { kindOf: () => "file", listFolder: () => [], readFile: () => Buffer.from(text) },
});

const transports = (): ReturnType<typeof offlineTransport>[] =>
  hosts.map((name) => ({ ...offlineTransport(join(folder, `${name}.config`), folder), host: name }));

async function plan(at: readonly ReturnType<typeof offlineTransport>[]): Promise<PlannedHost[]> {
  const named = at.map((transport, index) => ({ name: hosts[index]!, transport }));
  const results = await onEachHost(named, 8, ({ name, transport }) => prepareHost(transport, desiredOn(files, name)));
  return results.map((result) => {
    if (!result.ok) throw result.error;
    return result.value;
  });
}

describe("20 hosts x 50 pools, each call of appcmd a process", () => {
  it("plans with one read a host, changes all pools of a host in one commit, and then has one read and no commit", async () => {
    expect(faults).toEqual([]);
    const at = transports();
    const planned = await plan(at);
    expect(planned.map(({ requests }) => requests.length)).toEqual(hosts.map(() => 50));
    expect(verbs(takeCalls())).toEqual(hosts.map(() => "list apppool"));

    const targets = at.map((transport, index) => ({ name: hosts[index]!, transport, planned: planned[index]! }));
    const applied = await applyPlan(targets, {
      ...{ rollbackOnError: false, parallel: 8 },
      signal: new AbortController().signal,
    });
    expect(applied.map((one) => one.ok && one.value.applied.length)).toEqual(hosts.map(() => 50));
    const calls = takeCalls();
    expect(calls.filter(({ commit }) => commit)).toHaveLength(20);
    expect(verbs(calls).sort()).toEqual([
      ...hosts.flatMap(() => ["list apppool", "list apppool"]),
      ...hosts.map(() => "set config"),
    ]);
    expect(readFileSync(join(folder, "web-07.config"), "utf8")).toContain('<add name="Pool 7" queueLength="7000" />');
    expect(readFileSync(join(folder, "web-08.config"), "utf8")).toContain('<add name="Pool 7" queueLength="2000" />');

    expect((await plan(transports())).flatMap(({ requests }) => requests)).toEqual([]);
    const after = takeCalls();
    expect(verbs(after)).toEqual(hosts.map(() => "list apppool"));
    expect(after.filter(({ commit }) => commit)).toEqual([]);
  }, 120_000);
});
