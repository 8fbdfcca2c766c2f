import { formatFault } from "../../provider/pool-file/pool-file";
import { load } from "./memory-files";

const version = "version: 1\n";

function unusedIn(files: Readonly<Record<string, string>>, first = Object.keys(files).slice(0, 1)): readonly string[] {
  const { files: loaded, faults } = load(files, first);
  expect(faults.map(formatFault)).toEqual([]);
  return loaded.unused.map(formatFault);
}

const stagger = 'recycling: { periodicRestart: { schedule: { stagger: { from: "02:00", to: "04:00", every: 5m } } } }';
const own = 'recycling: { periodicRestart: { schedule: ["01:00"] } }';
const pools = `${version}pools: { Shop: {} }\n`;

test.each([
  ["defaults without a pool", "defaults: { queueLength: 2000 }", ["f.yaml:2:1 defaults: applies to no pool; "]],
  [
    "defaults with absent pools only",
    "pools: { Shop: { state: absent } }\ndefaults: { queueLength: 2000 }",
    ["f.yaml:3:1 defaults: applies to no pool; "],
  ],
  [
    "a stagger, because each pool has another schedule",
    `pools: { A: { ${own} } }\ndefaults: { ${stagger} }`,
    ["f.yaml:3:57 defaults.recycling.periodicRestart.schedule.stagger: applies to no pool, because each has another"],
  ],
  [
    "a stagger of a pool that is overridden on each host",
    `pools: { A: { ${stagger} } }\noverrides: { local: { pools: { A: { ${own} } } } }`,
    ["f.yaml:2:59 pools.A.recycling.periodicRestart.schedule.stagger: applies to no pool, because each has another"],
  ],
  [
    "empty overrides, and hosts of no pool",
    "hosts: { a: {}, b: {}, c: {} }\ngroups: { g: [b, c] }\npools: { A: { hosts: a } }\noverrides: { a: {}, g: { pools: {} } }",
    [
      "f.yaml:2:17 hosts.b: no pool is declared for the host; ",
      "f.yaml:2:24 hosts.c: no pool is declared for the host; ",
      "f.yaml:5:14 overrides.a: applies to no pool; ",
      "f.yaml:5:21 overrides.g: applies to no pool; ",
    ],
  ],
])("%s", (_what, text, expected) => {
  const found = unusedIn({ "f.yaml": `${version}${text}\n` });
  expect(found).toEqual(expected.map((start) => expect.stringContaining(start) as string));
});

test.each([
  ["nothing is declared", ""],
  ["one of two pools uses the stagger", `pools: { A: {}, B: { ${own} } }\ndefaults: { ${stagger} }`],
  [
    "the stagger is used on one of two hosts",
    `hosts: { a: {}, b: {} }\npools: { A: { ${stagger} } }\noverrides: { a: { pools: { A: { ${own} } } } }`,
  ],
  ["a host has an absent pool", "hosts: { a: {} }\npools: { A: { state: absent } }"],
  ["a host has applicationPoolDefaults", "hosts: { a: {} }\napplicationPoolDefaults: { queueLength: 2000 }"],
  [
    "an override declares applicationPoolDefaults",
    "overrides: { local: { applicationPoolDefaults: { queueLength: 2000 } } }",
  ],
])("no warning if %s", (_why, text) => {
  expect(unusedIn({ "f.yaml": `${version}${text}\n` })).toEqual([]);
});

test("defaults for included files are used if one of these has a pool", () => {
  const main = (scope: string): string => `${version}include: shop.yaml\ndefaults: { ${scope}${stagger} }\n`;
  expect(unusedIn({ "main.yaml": main("scope: included, "), "shop.yaml": pools })).toEqual([]);
  expect(unusedIn({ "main.yaml": main("scope: included, "), "shop.yaml": version })).toEqual([
    expect.stringMatching(/^main\.yaml:3:1 defaults: applies to no pool; /),
  ]);
  expect(unusedIn({ "main.yaml": main(""), "shop.yaml": pools })).toEqual([
    "main.yaml:3:1 defaults: applies to no pool of this file; for those of included files add scope: included",
  ]);
});

test("defaults have effect only on hosts of an including file; those of other hosts do not count", () => {
  const env = (host: string): string =>
    `${version}include: shop.yaml\nhosts: { ${host}: {} }\ndefaults: { scope: included, queueLength: 2000 }\n`;
  const files = { "a.yaml": env("a"), "b.yaml": env("b"), "shop.yaml": `${version}pools: { Shop: { hosts: a } }\n` };
  expect(unusedIn(files, ["a.yaml", "b.yaml"])).toEqual([
    expect.stringMatching(/^b\.yaml:3:10 hosts\.b: no pool is declared/),
    expect.stringMatching(/^b\.yaml:4:1 defaults: applies to no pool/),
  ]);
});

test("with faults there are no warnings: the pool may be what could not be read", () => {
  const { files, faults } = load({ "f.yaml": `${version}defaults: { queueLength: 2000 }\npools: [Shop]\n` });
  expect({ faults: faults.length, unused: files.unused }).toEqual({ faults: 1, unused: [] });
});
