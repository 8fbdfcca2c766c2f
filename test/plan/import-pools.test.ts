import { readFileSync } from "node:fs";
import fc from "fast-check";
import type { ListedPool } from "../../provider/appcmd/answers/pools";
import { applyRequests } from "../../provider/engine";
import { importHost } from "../../provider/engine/verbs/drift-host";
import { prepareHost } from "../../provider/engine/prepare";
import { writePoolFile } from "../../provider/pool-file/write/pool-file";
import { desiredOf, desiredOn } from "../../provider/plan/change/desired";
import { factorDefaults, importPools } from "../../provider/plan/import/import-pools";
import type { LiveHost } from "../../provider/plan/change/live-host";
import { settingAttributes } from "../../provider/settings/app-pool-attributes";
import type { AttributeValue } from "../../provider/settings/codecs/codecs";
import type { Settings } from "../../provider/settings/value";
import { Secret } from "../../provider/secret";
import { memoryTransport } from "../emulator/memory-transport";
import { memoryWorld } from "../emulator/memory-world";
import { sampleConfig } from "../engine/offline-host";
import { load } from "../pool-file/memory-files";
import { anyLiveValue } from "../settings/values";

const sample = readFileSync(sampleConfig, "utf8");

/** Any values together, also those that nobody would declare: a user name without its identity, say. */
const settings = fc
  .record(Object.fromEntries(settingAttributes.map((attribute) => [attribute.path, anyLiveValue(attribute)])), {
    requiredKeys: [],
  })
  .map((values) => values as Record<string, AttributeValue>);

const servers = fc.record({
  defaults: fc.option(settings, { nil: undefined }),
  pools: fc.array(settings, { minLength: 1, maxLength: 3 }),
});

function live(explicit: Record<string, Settings>, more: Partial<ListedPool> = {}): LiveHost {
  const entries = Object.entries(explicit);
  return {
    pools: new Map(
      entries.map(([name, own]) => [name.toLowerCase(), { name, state: "Started", settings: own, ...more }]),
    ),
    explicit: { pools: new Map(entries.map(([name, own]) => [name.toLowerCase(), own])), defaults: {} },
  };
}

describe("what is imported from any server", () => {
  it("is a file without faults whose plan is empty, with its defaults factored out", async () => {
    await fc.assert(
      fc.asyncProperty(servers, async ({ defaults, pools }) => {
        const transport = memoryTransport(memoryWorld(sample));
        const wishes = [
          ...(defaults === undefined ? [] : [desiredOf("applicationPoolDefaults", { settings: defaults })]),
          ...pools.map((own, index) => desiredOf({ pool: `Pool ${index}` }, { settings: own })),
        ];
        const outcomes = await applyRequests(
          transport,
          wishes.map((desired) => ({ kind: "ensure", desired })),
        );
        expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);

        const imported = await importHost(transport);
        const { defaults: common, pools: rest } = factorDefaults(imported.pools);
        const { applicationPoolDefaults } = imported;
        const text = writePoolFile({
          defaults: { settings: common },
          pools: rest,
          ...(applicationPoolDefaults && { applicationPoolDefaults }),
        });
        const blocks = [...imported.pools, ...(applicationPoolDefaults ? [applicationPoolDefaults] : [])];
        const env = Object.fromEntries(
          blocks.flatMap((block) =>
            Object.entries(block.secretNames).map(([path, name]) => [name, (block.settings[path] as Secret).reveal()]),
          ),
        );
        const { files, faults } = load({ "pools.yaml": text }, ["pools.yaml"], { env });
        expect(faults).toEqual([]);
        const { plan } = await prepareHost(transport, desiredOn(files, "local"));
        expect(plan.changes.map(({ change }) => change)).toEqual([]);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });
});

describe("importPools", () => {
  it("says what this program does not know, and nothing of its value", () => {
    const host = live({ Shop: {} });
    const unknown = { "[name='Shop'].newThing": new Secret("canary"), "applicationPoolDefaults.other": new Secret("") };
    const { notes } = importPools({ ...host, explicit: { ...host.explicit!, unknown } });
    expect(notes).toEqual([
      "[name='Shop'].newThing is not known to this program; it is neither compared nor changed",
      "applicationPoolDefaults.other is not known to this program; it is neither compared nor changed",
    ]);
  });

  it("leaves out a pool whose name it would refuse, and says so", () => {
    const { pools, notes } = importPools(live({ "a*b": {}, Shop: {} }));
    expect(pools.map(({ name }) => name)).toEqual(["Shop"]);
    expect(notes).toEqual([expect.stringMatching(/^pool "a\*b" is omitted: IIS does not allow \* in a name/)]);
  });

  it("takes an empty password for none", () => {
    const { pools, notes } = importPools(
      live({ Shop: { "processModel.password": new Secret(""), queueLength: 2000 } }),
    );
    expect({ pools, notes }).toEqual({
      pools: [{ name: "Shop", settings: { queueLength: 2000 }, secretNames: {} }],
      notes: [],
    });
  });

  it("leaves out an identity without its password as a whole", () => {
    const { pools, notes } = importPools(
      live({ Shop: { "processModel.identityType": "SpecificUser", "processModel.userName": "me", queueLength: 2000 } }),
    );
    expect(pools[0]!.settings).toEqual({ queueLength: 2000 });
    expect(notes).toEqual([
      expect.stringMatching(/^Shop: processModel\.password is omitted: is required with identityType/),
    ]);
  });
});

describe("factorDefaults", () => {
  const pool = (name: string, own: Settings) => ({ name, settings: own });

  it.each([
    ["one pool has nothing in common with others", [pool("A", { queueLength: 5 })], {}],
    ["a value differs", [pool("A", { queueLength: 5 }), pool("B", { queueLength: 6 })], {}],
    ["the last pool lacks it", [pool("A", { queueLength: 5 }), pool("B", { queueLength: 5 }), pool("C", {})], {}],
    [
      "a password is each pool's own",
      [
        pool("A", { "processModel.password": new Secret("x") }),
        pool("B", { "processModel.password": new Secret("x") }),
      ],
      {},
    ],
    [
      "times mean the same",
      [pool("A", { "processModel.idleTimeout": "29:00:00" }), pool("B", { "processModel.idleTimeout": "1.05:00:00" })],
      { "processModel.idleTimeout": "29:00:00" },
    ],
  ])("where %s", (_what, pools, defaults) => {
    const factored = factorDefaults(pools);
    expect(factored.defaults).toEqual(defaults);
    for (const [index, { settings: own }] of factored.pools.entries()) {
      expect(Object.keys({ ...defaults, ...own }).sort()).toEqual(Object.keys(pools[index]!.settings).sort());
    }
  });
});
