import { desiredOn } from "../../provider/plan/change/desired";
import { formatFault, formatPosition } from "../../provider/pool-file/pool-file";
import { load } from "./memory-files";

const version = "version: 1\n";

/** The queue length of a pool by host, and the place of that value. */
function lengths(files: Readonly<Record<string, string>>, first: readonly string[], pool = "Shop"): unknown {
  const loaded = load(files, first);
  expect(loaded.faults.map(formatFault)).toEqual([]);
  return Object.fromEntries(
    loaded.files.hosts.map(({ name }) => {
      const own = loaded.files.pools.filter((one) => one.name === pool && one.hosts.includes(name));
      expect(own.length).toBeLessThanOrEqual(1);
      const [found] = own;
      const place = found?.positions["queueLength"];
      return [name, place === undefined ? undefined : [found?.settings["queueLength"], formatPosition(place)]];
    }),
  );
}

function faultsOf(files: Readonly<Record<string, string>>, first: readonly string[]): readonly string[] {
  return load(files, first).faults.map(formatFault);
}

const shop = `${version}pools: { Shop: {} }\n`;

test.each([
  ["file", undefined],
  ["included", [2000, "main.yaml:3:32"]],
])("with scope: %s, defaults reach included files: %j", (scope, length) => {
  const main = `${version}include: shop.yaml\ndefaults: { scope: ${scope.padEnd(10)}, queueLength: 2000 }\n`;
  expect(lengths({ "main.yaml": main, "shop.yaml": shop }, ["main.yaml"])).toEqual({ local: length });
});

test("the scope is one of two words, and a key of defaults only", () => {
  const text = `${version}defaults: { scope: all }\npools: { A: { scope: included } }\n`;
  expect(faultsOf({ "f.yaml": text }, ["f.yaml"])).toEqual([
    'f.yaml:2:13 defaults.scope: must be one of file, included, got "all"',
    expect.stringMatching(/^f\.yaml:3:15 pools\.A\.scope: unknown key `scope`/),
  ]);
});

test("own defaults win setting by setting; absent pools get none; a stagger goes along", () => {
  const main = `${version}include: shop.yaml
defaults:
  scope: included
  queueLength: 2000
  environmentVariables: { A: "1", B: "1" }
  recycling: { periodicRestart: { schedule: { stagger: { from: "02:00", to: "04:00", every: 5m } } } }
`;
  const own = `${version}defaults: { queueLength: 3000, environmentVariables: { b: "2" } }
pools: { Shop: {}, Api: { queueLength: 4000 }, Old: { state: absent } }
`;
  const { files, faults } = load({ "main.yaml": main, "shop.yaml": own }, ["main.yaml"]);
  expect(faults.map(formatFault)).toEqual([]);
  const wanted = desiredOn(files, "local");
  const variables = { A: "1", b: "2" };
  const schedule = expect.arrayContaining([expect.stringMatching(/^0[23]:\d[05]:00$/)]) as unknown;
  const path = "recycling.periodicRestart.schedule";
  expect(files.pools.map(({ name, settings }) => [name, settings])).toEqual([
    ["Shop", { queueLength: 3000, environmentVariables: variables }],
    ["Api", { queueLength: 4000, environmentVariables: variables }],
    ["Old", {}],
  ]);
  expect(wanted.desired.map(({ settings }) => settings[path])).toEqual([schedule, schedule]);
});

test("of nested files the nearest wins, and one without the scope lets those above through", () => {
  const files = {
    "a.yaml": `${version}include: b.yaml\ndefaults: { scope: included, queueLength: 1000 }\n`,
    "b.yaml": `${version}include: [c.yaml, d.yaml]\ndefaults: { queueLength: 2000 }\npools: { InB: {} }\n`,
    "c.yaml": `${version}include: [e.yaml]\ndefaults: { scope: included, queueLength: 3000 }\n`,
    "d.yaml": `${version}pools: { InD: {} }\n`,
    "e.yaml": `${version}pools: { InE: {} }\n`,
  };
  expect(lengths(files, ["a.yaml"], "InB")).toEqual({ local: [2000, "b.yaml:3:13"] });
  expect(lengths(files, ["a.yaml"], "InD")).toEqual({ local: [1000, "a.yaml:3:30"] });
  expect(lengths(files, ["a.yaml"], "InE")).toEqual({ local: [3000, "c.yaml:3:30"] });
});

const prod = `${version}include: shop.yaml\nhosts: { p1: {}, p2: {} }\ndefaults: { scope: included, queueLength: 5000 }\n`;
const lab = `${version}include: shop.yaml\nhosts: { t1: {} }\ndefaults: { scope: included, queueLength: 1000 }\n`;

test("a file that two files include has the defaults of each on its hosts", () => {
  const files = { "lab.yaml": lab, "prod.yaml": prod, "shop.yaml": shop };
  const [p, t] = [
    [5000, "prod.yaml:4:30"],
    [1000, "lab.yaml:4:30"],
  ];
  expect(lengths(files, ["prod.yaml", "lab.yaml"])).toEqual({ p1: p, p2: p, t1: t });
  const only = { ...files, "shop.yaml": `${version}pools: { Shop: { hosts: [p2, t1] } }\n` };
  expect(lengths(only, ["prod.yaml", "lab.yaml"])).toEqual({ p1: undefined, p2: p, t1: t });
});

test("a file with hosts of its own has the defaults of all files that include it", () => {
  const files = { "prod.yaml": prod, "shop.yaml": `${version}hosts: { own: {} }\npools: { Shop: {} }\n` };
  expect(lengths(files, ["prod.yaml"])).toEqual({ p1: undefined, p2: undefined, own: [5000, "prod.yaml:4:30"] });
});

test("two files as near with different values for one host are a fault, unless a nearer block has the setting", () => {
  const both = (own: string): Record<string, string> => ({
    "a.yaml": `${version}include: shop.yaml\ndefaults: { scope: included, queueLength: 1000, autoStart: true }\n`,
    "b.yaml": `${version}include: shop.yaml\ndefaults: { scope: included, queueLength: 2000, autoStart: true }\n`,
    "shop.yaml": `${version}${own}pools: { Shop: {}, Api: {} }\n`,
  });
  expect(faultsOf(both(""), ["a.yaml", "b.yaml"])).toEqual([
    "b.yaml:3:1 defaults: queueLength has a different value in a.yaml:3:30, and shop.yaml inherits both; set it in the defaults of shop.yaml",
  ]);
  expect(lengths(both("defaults: { queueLength: 3000 }\n"), ["a.yaml", "b.yaml"])).toMatchObject({ local: [3000, {}] });
});

test("files that include each other inherit from each other, and never from themselves", () => {
  const file = (other: string, length: number): string =>
    `${version}include: ${other}.yaml\ndefaults: { scope: included, queueLength: ${length} }\npools: { In${other}: {} }\n`;
  const files = { "a.yaml": file("b", 1000), "b.yaml": file("a", 2000) };
  expect(lengths(files, ["a.yaml"], "Inb")).toEqual({ local: [1000, "a.yaml:3:30"] });
  expect(lengths(files, ["a.yaml"], "Ina")).toEqual({ local: [2000, "b.yaml:3:30"] });
});

test("a rule over settings of pool and inherited defaults is reported once, and names the file", () => {
  const files = {
    "lab.yaml": lab.replace("queueLength: 1000", "processModel: { userName: x }"),
    "prod.yaml": prod.replace("queueLength: 5000", "processModel: { userName: x }"),
    "shop.yaml": `${version}pools:\n  Shop: { processModel: { identityType: LocalSystem } }\n  Own: { processModel: { identityType: LocalSystem, userName: y } }\n`,
  };
  const faults = faultsOf(files, ["prod.yaml", "lab.yaml"]);
  expect(faults).toEqual([
    expect.stringMatching(/^shop\.yaml:3:11 pools\.Shop\.processModel\.userName: .*\(declared in prod\.yaml:4:\d+\)$/),
    expect.stringMatching(/^shop\.yaml:3:11 pools\.Shop\.processModel\.userName: .*\(declared in lab\.yaml:4:\d+\)$/),
    expect.stringMatching(/^shop\.yaml:4:53 pools\.Own\.processModel\.userName: has no effect with identityType/),
  ]);
});
