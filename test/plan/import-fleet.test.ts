import { readFileSync } from "node:fs";
import fc from "fast-check";
import { applyRequests } from "../../provider/engine";
import { importHost } from "../../provider/engine/verbs/drift-host";
import { prepareHost } from "../../provider/engine/prepare";
import { desiredOf, desiredOn } from "../../provider/plan/change/desired";
import { importFleet } from "../../provider/plan/import/import-fleet";
import { type WrittenPoolFile, writePoolFile } from "../../provider/pool-file/write/pool-file";
import { Secret } from "../../provider/secret";
import { settingAttributes } from "../../provider/settings/app-pool-attributes";
import type { AttributeValue } from "../../provider/settings/codecs/codecs";
import type { Settings } from "../../provider/settings/value";
import type { Transport } from "../../provider/transport/transport";
import { memoryTransport } from "../emulator/memory-transport";
import { memoryWorld } from "../emulator/memory-world";
import { sampleConfig } from "../engine/offline-host";
import { load } from "../pool-file/memory-files";
import { anyLiveValue } from "../settings/values";

const sample = readFileSync(sampleConfig, "utf8");
const anySettings = fc
  .record(Object.fromEntries(settingAttributes.map((attribute) => [attribute.path, anyLiveValue(attribute)])), {
    requiredKeys: [],
  })
  .map((values) => values as Record<string, AttributeValue>);
const accounts = fc.constantFrom<Record<string, AttributeValue>>(
  { "processModel.identityType": "NetworkService", "processModel.userName": "", "processModel.password": "" },
  ...["one", "two"].map((password) => ({
    "processModel.identityType": "SpecificUser",
    "processModel.userName": "CORP\\svc",
    "processModel.password": password,
  })),
);
const variables = fc.constantFrom({ A: "1" }, { a: "1", B: "2" }, { A: "2", C: "3" }, {});

/** Settings as servers of one fleet have them: much is the same, some of it differs. */
const pools = ["Shop", "Api", "My Pool"];
const fleets = fc.array(anySettings, { minLength: 1, maxLength: 3 }).chain((some) => {
  const settings = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...some) },
    fc.tuple(fc.constantFrom(...some), accounts, variables).map(([base, account, environmentVariables]) => ({
      ...{ ...base, ...account },
      environmentVariables,
    })),
  );
  const host = fc.record({
    defaults: fc.option(settings, { nil: undefined, freq: 2 }),
    pools: fc.dictionary(fc.constantFrom(...pools), settings, { noNullPrototype: true }),
  });
  return fc.array(host, { minLength: 2, maxLength: 4 });
});

async function server({
  defaults,
  pools: own,
}: {
  defaults: Record<string, AttributeValue> | undefined;
  pools: Record<string, Record<string, AttributeValue>>;
}): Promise<Transport> {
  const transport = memoryTransport(memoryWorld(sample));
  const desired = [
    ...(defaults === undefined ? [] : [desiredOf("applicationPoolDefaults", { settings: defaults })]),
    ...Object.entries(own).map(([pool, settings]) => desiredOf({ pool }, { settings })),
  ];
  const outcomes = await applyRequests(
    transport,
    desired.map((one) => ({ kind: "ensure", desired: one })),
  );
  expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
  return transport;
}

/** The variables that the file names, with what the servers have. */
function environment({
  pools: own,
  applicationPoolDefaults: server,
  overrides = [],
}: WrittenPoolFile): Record<string, string> {
  const blocks = [...own, server, ...overrides.flatMap((one) => [...one.pools, one.applicationPoolDefaults])];
  const found = blocks.flatMap((block) =>
    Object.entries(block?.secretNames ?? {}).map(([path, name]): [string, string] => [
      name,
      (block?.settings[path] as Secret).reveal(),
    ]),
  );
  expect(new Set(found.map(([name]) => name)).size).toBe(found.length);
  return Object.fromEntries(found);
}

describe("what is imported from any fleet", () => {
  it("is a file without faults whose plan is empty on every host, and other hosts have none of it", async () => {
    await fc.assert(
      fc.asyncProperty(fleets, fc.boolean(), async (hosts, hasOther) => {
        const transports = await Promise.all(hosts.map(server));
        const names = hosts.map((_, index) => `web-0${index + 1}`);
        const all = hasOther ? [...names, "other"] : names;
        const read = await Promise.all(
          transports.map(async (transport, index) => ({ name: names[index]!, imported: await importHost(transport) })),
        );
        const file = importFleet(read, { hosts: all, groups: [] });
        const declared = `version: 1\nhosts: { ${all.map((name) => `${name}: {}`).join(", ")} }\n`;
        const { files, faults } = load(
          { "hosts.yaml": declared, "pools/pools.yaml": writePoolFile(file) },
          ["hosts.yaml", "pools/pools.yaml"],
          { env: environment(file) },
        );
        expect(faults).toEqual([]);
        for (const [index, transport] of transports.entries()) {
          const { plan } = await prepareHost(transport, desiredOn(files, names[index]!));
          expect(plan.changes.map(({ change }) => change)).toEqual([]);
          expect(plan.pools).toBe(read[index]!.imported.pools.length);
        }
        if (hasOther) expect(desiredOn(files, "other").desired).toEqual([]);
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });
});

function host(name: string, settings: Record<string, Settings>): { name: string; imported: { pools: never[] } } {
  const own = Object.entries(settings).map(([pool, values]) => ({ name: pool, settings: values, secretNames: {} }));
  return { name, imported: { pools: own as never[] } };
}

const fleetOf = (...hosts: string[]): { hosts: string[]; groups: never[] } => ({ hosts, groups: [] });

describe("importFleet", () => {
  it("writes once what hosts share, with groups and overrides for what differs", () => {
    const common = { queueLength: 2000, autoStart: true };
    const read = [
      host("web-01", { Shop: common, Api: common }),
      host("web-02", { Shop: common, Api: common }),
      host("web-03", { Shop: common, Api: { ...common, queueLength: 5000 } }),
      host("web-04", { Shop: common, Api: { ...common, queueLength: 5000 } }),
      host("web-05", { shop: { ...common, "processModel.idleTimeout": "00:00:00" }, Api: common, Reports: common }),
      host("web-06", { Shop: common, Api: common, Reports: common }),
    ];
    const names = read.map(({ name }) => name);
    const groups = [{ name: "canary", hosts: ["web-03", "web-04"] }];
    expect(writePoolFile(importFleet(read, { hosts: names, groups })))
      .toBe(`# yaml-language-server: $schema=./pools.schema.json
version: 1
groups:
  with-Reports: [web-05, web-06]
defaults:
  queueLength: 2000
  autoStart: true
pools:
  Shop: {}
  Api: {}
  Reports:
    hosts: [with-Reports]
overrides:
  canary:
    pools:
      Api:
        queueLength: 5000
  web-05:
    pools:
      Shop:
        processModel:
          idleTimeout: 0s
`);
  });

  it("names a variable for each password that differs, and one for those that only their servers can decrypt", () => {
    const account = (password: string): Settings => ({
      "processModel.identityType": "SpecificUser",
      "processModel.userName": "CORP\\svc",
      "processModel.password": new Secret(password),
    });
    const read = ["a", "a", "b"].map((password, index) =>
      host(`web-0${index + 1}`, {
        Shop: account(password),
        Api: account(`[enc:IISWASOnlyCngProvider:${password}${index}:enc]`),
      }),
    );
    const { pools: own, overrides } = importFleet(read, fleetOf("web-01", "web-02", "web-03"));
    const path = "processModel.password";
    expect(own.map(({ secretNames }) => secretNames)).toEqual([
      { [path]: "SHOP_PASSWORD" },
      { [path]: "API_PASSWORD" },
    ]);
    expect(overrides).toEqual([
      {
        name: "web-03",
        pools: [{ name: "Shop", settings: account("b"), secretNames: { [path]: "SHOP_WEB_03_PASSWORD" } }],
      },
    ]);
  });

  it("declares no host or group twice, whatever the names of pools and hosts are", () => {
    const read = [
      host("with-A-B", { "A/B": {}, "A B": {} }),
      host("x", { "A B": {}, "A/B": {} }),
      host("y", { "A B": {} }),
      host("z", {}),
    ];
    expect(importFleet(read, fleetOf("with-A-B", "x", "y", "z")).groups).toEqual([
      { name: "with-A-B-2", hosts: ["with-A-B", "x"] },
      { name: "with-A-B-3", hosts: ["with-A-B", "x", "y"] },
    ]);
  });
});
