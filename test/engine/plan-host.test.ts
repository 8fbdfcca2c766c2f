import { readFileSync } from "node:fs";
import { targetName } from "../../provider/plan/change/desired";
import { memoryTransport } from "../emulator/memory-transport";
import { memoryWorld } from "../emulator/memory-world";
import { sampleConfig } from "./offline-host";
import { applyPlanned, planYaml } from "./planned";

const sample = readFileSync(sampleConfig, "utf8");

interface Server {
  readonly transport: ReturnType<typeof memoryTransport>;
  readonly calls: string[];
  readonly config: () => string;
}

function server(config = sample, env: Record<string, string> = {}, maxLength?: number): Server {
  const world = memoryWorld(config, env);
  const inner = memoryTransport(world, maxLength);
  const calls: string[] = [];
  const transport = {
    ...inner,
    exec: (args: readonly string[]) => {
      calls.push(args.join(" "));
      return inner.exec(args);
    },
  };
  return { transport, calls, config: world.config };
}

const reads = (calls: readonly string[]): string[] => calls.map((call) => call.split(" ").slice(0, 2).join(" "));

/** The sample, whose new pools inherit a schedule. */
const withSchedule = sample.replace(
  '<applicationPoolDefaults managedRuntimeVersion="v4.0">',
  '$&<recycling><periodicRestart><schedule><add value="05:00:00" /></schedule></periodicRestart></recycling>',
);

describe("planning a host", () => {
  it.each<[string, string, string[]]>([
    ["pools that are there: one read", "pools: { DefaultAppPool: { queueLength: 50 } }", []],
    ["a new pool, whose recycling is inherited", "pools: { New: {} }", ["list config"]],
    [
      "a new pool that says when it recycles: what is explicit, as it has a list",
      'pools: { New: { recycling: { periodicRestart: { time: 0s, schedule: ["03:00"] } } } }',
      ["list config"],
    ],
    [
      "defaults: what is explicit, and what is in force",
      "applicationPoolDefaults: { autoStart: false }",
      ["list config", "list config"],
    ],
    ["a pool to be deleted: the applications", "pools: { DefaultAppPool: { state: absent } }", ["list app"]],
    ["a pool to be deleted that is gone: one read", "pools: { Gone: { state: absent } }", []],
  ])("looks at what it needs for %s", async (_what, yaml, more) => {
    const { transport, calls } = server();
    await planYaml(transport, yaml);
    expect(reads(calls)).toEqual(["list apppool", ...more]);
  });

  it("puts deletions first, then what stops, then the rest by name", async () => {
    const more = sample.replace('<add name="DefaultAppPool" />', '<add name="DefaultAppPool" /><add name="zz" />');
    const { transport } = server(more);
    const { plan } = await planYaml(
      transport,
      'pools: { b: {}, A: {}, DefaultAppPool: { queueLength: 50 }, "Legacy .NET v2.0": { state: Stopped }, zz: { state: absent } }',
    );
    expect(plan.changes.map(({ change }) => targetName(change.target))).toEqual([
      "zz",
      "Legacy .NET v2.0",
      "A",
      "b",
      "DefaultAppPool",
    ]);
    expect(plan.commands).toEqual([
      expect.stringContaining("/-[name='zz']"),
      `appcmd stop apppool "/apppool.name:Legacy .NET v2.0"`,
    ]);
  });

  it("tells where each difference is declared, and that of an implied autoStart where the state is", async () => {
    const { transport } = server();
    const { plan } = await planYaml(transport, "pools:\n  DefaultAppPool:\n    state: Stopped\n    queueLength: 50\n");
    const line = (path: string): number | undefined => plan.changes[0]!.positions[path]?.line;
    expect(["", "state", "autoStart", "queueLength"].map(line)).toEqual([3, 4, 4, 5]);
  });

  it("foresees what a new pool needs a second commit for, and is right about it", async () => {
    const { transport, calls } = server(withSchedule);
    const yaml = 'pools: { New: { recycling: { periodicRestart: { schedule: ["06:00"] } } } }';
    const planned = await planYaml(transport, yaml);
    expect(planned.plan.changes[0]!.change).toMatchObject({
      settings: [{ path: "recycling.periodicRestart.schedule", from: ["05:00:00"], to: ["06:00:00"] }],
    });
    expect(planned.plan.recycling.find(({ pool }) => pool === "New")?.schedule).toEqual(["06:00:00"]);
    calls.length = 0;
    expect((await applyPlanned(transport, planned)).failed).toEqual([]);
    const sent = calls.filter((call) => call.startsWith("set ")).map((call) => `appcmd ${call}`);
    expect(sent).toEqual(planned.plan.commands);
    expect(sent).toHaveLength(2);
    expect((await planYaml(transport, yaml)).requests).toEqual([]);
  });

  it("foresees nothing where a new pool inherits just what it declares", async () => {
    const { transport } = server(withSchedule);
    const planned = await planYaml(
      transport,
      'pools: { New: { recycling: { periodicRestart: { schedule: ["05:00"] } } } }',
    );
    expect(planned.plan.changes[0]!.change).toMatchObject({ kind: "create", settings: [] });
    expect((await applyPlanned(transport, planned)).failed).toEqual([]);
  });

  it("tells when the pools that inherit recycle once the defaults are changed", async () => {
    const { transport } = server();
    const { plan } = await planYaml(
      transport,
      'applicationPoolDefaults: { recycling: { periodicRestart: { time: 8h, schedule: ["02:00"] } } }',
    );
    expect(plan.recycling).toEqual([
      { pool: "DefaultAppPool", intervalSeconds: 28_800, schedule: ["02:00:00"] },
      { pool: "Legacy .NET v2.0", intervalSeconds: 0, schedule: ["04:30:00"] },
    ]);
  });

  it("refuses what the IIS of the host does not have, with all that is planned beside it", async () => {
    const { transport } = server(sample, { APPCMD_EMULATOR_IIS: "7.5" });
    const { plan } = await planYaml(
      transport,
      "pools: { DefaultAppPool: { processModel: { idleTimeoutAction: Suspend } }, New: {} }",
    );
    expect(plan.refusals.map(({ code, message }) => [code, message])).toEqual([
      [
        "UNSUPPORTED_ATTRIBUTE",
        expect.stringMatching(/^memory: pool "DefaultAppPool": processModel\.idleTimeoutAction: .*IIS 8\.5/),
      ],
    ]);
    expect(plan.changes).toHaveLength(2);
  });

  it("refuses what no command line carries", async () => {
    const { transport } = server(sample, {}, 200);
    const { plan } = await planYaml(transport, `pools: { DefaultAppPool: { CLRConfigFile: ${"x".repeat(200)} } }`);
    expect(plan.refusals.map(({ code }) => code)).toEqual(["COMMAND_TOO_LONG"]);
    expect(plan.refusals[0]!.message).toMatch(/^memory: DefaultAppPool: CLRConfigFile = /);
    expect(plan.commands).toEqual([]);
  });
});
