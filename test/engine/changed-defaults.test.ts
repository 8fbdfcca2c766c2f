import fc from "fast-check";
import {
  applyRequests,
  type Desired,
  desiredOf,
  inspectHost,
  type Request,
  type Transport,
} from "../../provider/engine";
import { prepareHost } from "../../provider/engine/prepare";
import { type DesiredHost, targetName } from "../../provider/plan/change/desired";
import type { AttributeValue } from "../../provider/settings/codecs/codecs";
import { equalSettings } from "../../provider/settings/value";
import { memoryTransport } from "../emulator/memory-transport";
import { memoryWorld, poolsConfig } from "../emulator/memory-world";
import { applyPlanned } from "./planned";
import { withoutWaiting } from "../without-waiting";

const schedule = "recycling.periodicRestart.schedule";
const variables = "environmentVariables";

const names = ["A", "B", "c"] as const;
const times = ["01:00:00", "02:00:00", "03:00:00"] as const;
/** One sorts before `applicationPoolDefaults`, one behind it. */
const pools = ["Api", "Shop"] as const;

const texts = fc.dictionary(fc.constantFrom(...names), fc.constantFrom("1", "2"), { noNullPrototype: true });

const values: fc.Arbitrary<Record<string, AttributeValue>> = fc.record(
  {
    queueLength: fc.integer({ min: 10, max: 12 }),
    [schedule]: fc.subarray([...times]),
    [variables]: texts,
  },
  { requiredKeys: [] },
);

/** The section's text of settings: any valid one, also an entry of a pool that is inherited too. */
const written = fc
  .record({
    queueLength: fc.option(fc.integer({ min: 10, max: 12 }), { nil: undefined }),
    isCleared: fc.boolean(),
    times: fc.subarray([...times]),
    removed: fc.subarray([...names]),
    variables: texts,
  })
  .map(({ queueLength, isCleared, times: own, removed, variables: added }) => ({
    attributes: queueLength === undefined ? "" : ` queueLength="${queueLength}"`,
    content: [
      "<recycling><periodicRestart><schedule>",
      ...(isCleared ? ["<clear />"] : []),
      ...own.map((time) => `<add value="${time}" />`),
      "</schedule></periodicRestart></recycling><environmentVariables>",
      ...removed.map((name) => `<remove name="${name}" />`),
      ...Object.entries(added).map(([name, value]) => `<add name="${name}" value="${value}" />`),
      "</environmentVariables>",
    ].join(""),
  }));

const before = fc
  .record({ defaults: fc.option(written), Api: fc.option(written), Shop: fc.option(written) })
  .map(({ defaults, ...own }) =>
    [
      ...Object.entries(own).flatMap(([name, one]) =>
        one === null ? [] : [`<add name="${name}"${one.attributes}>${one.content}</add>`],
      ),
      ...(defaults === null
        ? []
        : [`<applicationPoolDefaults${defaults.attributes}>${defaults.content}</applicationPoolDefaults>`]),
    ].join("\n"),
  );

const after: fc.Arbitrary<DesiredHost> = fc
  .record({
    defaults: fc.option(values, { freq: 4, nil: undefined }),
    present: fc.dictionary(fc.constantFrom(...pools), values, { noNullPrototype: true }),
    absent: fc.subarray([...pools]),
  })
  .map(({ defaults, present, absent }) => ({
    host: "memory",
    desired: [
      ...(defaults === undefined ? [] : [desiredOf("applicationPoolDefaults", { settings: defaults })]),
      ...Object.entries(present).map(([pool, settings]) => desiredOf({ pool }, { settings })),
    ],
    absent: absent.filter((pool) => !(pool in present)),
    declarations: new Map(),
    ignore: [],
  }));

const assumptions = fc.constantFrom(
  "",
  "inherited-environment-variables=never",
  "value-equal-to-inherited=left-out",
  "clear-empty-collection=fails-4312",
  "new-entry-position=start",
);

/** A host, and every command that changed it. */
function recorded(config: string, env: Record<string, string> = {}) {
  const memory = memoryTransport(memoryWorld(config, env));
  const commits: (readonly string[])[] = [];
  const exitCodes: number[] = [];
  const exec: Transport["exec"] = async (args) => {
    const result = await memory.exec(args);
    if (args[0] !== "list") {
      commits.push(args);
      exitCodes.push(result.exitCode);
    }
    return result;
  };
  return { transport: { ...memory, exec }, commits, exitCodes };
}

async function expectAsDeclared(transport: Transport, desired: readonly Desired[]) {
  const live = await inspectHost(transport, { defaults: true, explicit: true });
  for (const { target, settings } of desired) {
    const found =
      target === "applicationPoolDefaults" ? live.defaults : live.pools.get(target.pool.toLowerCase())?.settings;
    for (const [path, value] of Object.entries(settings))
      expect([target, path, found?.[path], equalSettings(path, found![path]!, value)]).toEqual([
        target,
        path,
        found?.[path],
        true,
      ]);
  }
}

describe("defaults and pools that change together", () => {
  it("are as declared after one apply, whatever pools inherit before and after", async () => {
    await fc.assert(
      fc.asyncProperty(before, after, assumptions, fc.boolean(), async (section, desired, assumed, fromPlanRead) => {
        const { transport, commits, exitCodes } = recorded(poolsConfig(section), { APPCMD_EMULATOR_ASSUME: assumed });
        const planned = await prepareHost(transport, desired, {});
        const applied = await applyPlanned(transport, planned, { fromPlanRead });
        expect(applied.failed).toEqual([]);
        expect(applied.warnings).toEqual([]);
        expect(applied.applied).toHaveLength(planned.requests.length);
        await expectAsDeclared(transport, desired.desired);
        expect((await prepareHost(transport, desired, {})).requests).toEqual([]);
        // Every command succeeds: one for the defaults, one for what pools inherit then, one for what that uncovers.
        expect(exitCodes.filter((exitCode) => exitCode !== 0)).toEqual([]);
        expect(commits.length).toBeLessThanOrEqual(3);
      }),
      { numRuns: 300 },
    );
  });

  it("are as declared with settings to reset, as a program omits them", async () => {
    const inherit = fc.subarray(["queueLength", schedule, variables]);
    const omitted = fc.record({ applicationPoolDefaults: inherit, Api: inherit, Shop: inherit });
    await fc.assert(
      fc.asyncProperty(before, after, omitted, async (section, { desired }, paths) => {
        const transport = memoryTransport(memoryWorld(poolsConfig(section)));
        const requests = desired.map((one): Request => {
          const reset = paths[targetName(one.target) as keyof typeof paths].filter((path) => !(path in one.settings));
          return { kind: "ensure", desired: { ...one, inherit: reset } };
        });
        const outcomes = await applyRequests(transport, requests);
        expect(outcomes.flatMap((outcome): unknown => (outcome.ok ? outcome.warnings : outcome.error))).toEqual([]);
        await expectAsDeclared(transport, desired);
        const again = await applyRequests(transport, requests);
        expect(again.map((outcome) => outcome.ok && outcome.change)).toEqual(requests.map(() => undefined));
      }),
      { numRuns: 300 },
    );
  });

  it("are not refused as stale for a part of the plan that was written, if another part fails", async () => {
    const section = `<add name="Api" /><add name="Shop" /><add name="Zoo" />`;
    const { transport } = recorded(poolsConfig(section));
    const settings = { [variables]: { B: "1" } };
    const desired = [
      desiredOf("applicationPoolDefaults", { settings: { queueLength: 30, [variables]: { A: "1" } } }),
      desiredOf({ pool: "Api" }, { settings: { queueLength: 20 } }),
      desiredOf({ pool: "Shop" }, { settings }),
      desiredOf({ pool: "Zoo" }, { settings: { ...settings, queueLength: 20 } }),
    ];
    const host = { host: "memory", desired, absent: [], declarations: new Map(), ignore: [] };
    const planned = await prepareHost(transport, host, {});
    const stdout = "ERROR ( message:Cannot find requested collection element. )\r\n";
    const faulty: Transport = {
      ...transport,
      exec: (args) =>
        args.some((arg) => arg.startsWith("/[name='Api']"))
          ? Promise.resolve({ exitCode: 4312, stdout })
          : transport.exec(args),
    };
    const applied = await withoutWaiting(() => applyPlanned(faulty, planned));
    expect(applied.failed.map(({ change: { change }, error }) => [targetName(change.target), error.code])).toEqual([
      ["Api", "APPCMD_FAILED"],
    ]);
    await expectAsDeclared(
      transport,
      desired.filter(({ target }) => targetName(target) !== "Api"),
    );
  });

  it("are two commits: what pools inherit is read before their lists are written", async () => {
    const section = `<add name="Api"><environmentVariables><add name="A" value="1" /></environmentVariables></add>`;
    const { transport, commits } = recorded(poolsConfig(section));
    const outcomes = await applyRequests(transport, [
      {
        kind: "ensure",
        desired: desiredOf({ pool: "Api" }, { settings: { queueLength: 10, [variables]: { A: "3" } } }),
      },
      {
        kind: "ensure",
        desired: desiredOf("applicationPoolDefaults", { settings: { [variables]: { A: "2", B: "2" } } }),
      },
    ]);
    expect(outcomes).toMatchObject([
      { ok: true, warnings: [] },
      { ok: true, warnings: [] },
    ]);
    expect(commits.map((args) => args.slice(3, -1))).toEqual([
      [
        `/+applicationPoolDefaults.environmentVariables.[name='A',value='2']`,
        `/+applicationPoolDefaults.environmentVariables.[name='B',value='2']`,
        `/[name='Api'].queueLength:10`,
      ],
      [`/-[name='Api'].environmentVariables.[name='B']`, `/[name='Api'].environmentVariables.[name='A'].value:3`],
    ]);
  });
});
