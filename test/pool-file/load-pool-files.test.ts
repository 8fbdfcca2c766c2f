import { load, faultsOf, pools } from "./memory-files";
import { formatFault } from "../../provider/pool-file/pool-file";

const head = "version: 1\n";

test("a pool has its settings, its places and its hosts", () => {
  const { files, faults } = load({
    "p/f.yaml": `${head}hosts: { lab: { configFile: a.config } }\npools:\n  Shop:\n    queueLength: 2000\n`,
  });
  expect(faults).toEqual([]);
  expect(files.hosts).toMatchObject([{ name: "lab", position: { file: "p/f.yaml", line: 2, column: 10 } }]);
  expect(files.hosts[0]?.connection["configFile"]).toMatch(/^p[\\/]a\.config$/);
  expect(files.pools).toMatchObject([
    {
      name: "Shop",
      isPresent: true,
      hosts: ["lab"],
      settings: { queueLength: 2000 },
      positions: { "": { line: 4, column: 3 }, queueLength: { file: "p/f.yaml", line: 5, column: 5 } },
    },
  ]);
});

test("defaults are merged under every pool but absent ones; lists are replaced, variables merged", () => {
  const { files, faults } = load({
    "f.yaml": `${head}defaults:
  queueLength: 2000
  recycling: { periodicRestart: { schedule: ["01:00"], time: 0s } }
  environmentVariables: { A: "1", B: "1" }
pools:
  Shop: { recycling: { periodicRestart: { schedule: ["02:00"] } }, environmentVariables: { b: "2" } }
  Api: { queueLength: 3000 }
  Legacy: { state: absent }
applicationPoolDefaults: { startMode: AlwaysRunning }
`,
  });
  expect(faults).toEqual([]);
  const [shop, api, legacy] = files.pools;
  expect(shop?.settings).toEqual({
    queueLength: 2000,
    "recycling.periodicRestart.schedule": ["02:00:00"],
    "recycling.periodicRestart.time": "00:00:00",
    environmentVariables: { A: "1", b: "2" },
  });
  expect(shop?.positions["queueLength"]).toMatchObject({ line: 3 });
  expect(shop?.positions["recycling.periodicRestart.schedule"]).toMatchObject({ line: 7 });
  expect(api?.settings["queueLength"]).toBe(3000);
  expect(legacy).toMatchObject({ isPresent: false, settings: {} });
  expect(files.defaults).toMatchObject([{ settings: { startMode: "AlwaysRunning" } }]);
});

test("a fault in the defaults is told once, there", () => {
  expect(faultsOf(`${head}defaults: { queueLength: 5, memroy: 1 }\npools: { A: {}, B: {}, C: {} }\n`)).toEqual([
    expect.stringMatching(/^f\.yaml:2:13 defaults\.queueLength: .*10/),
    "f.yaml:2:29 defaults.memroy: unknown key `memroy`. Did you mean `recycling.periodicRestart.memory`?",
  ]);
});

test("a rule over settings of pool and defaults belongs to the pool", () => {
  const told = faultsOf(
    `${head}defaults: { processModel: { userName: x } }\npools:\n  A: { processModel: { identityType: LocalSystem } }\n`,
  );
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(
    /^f\.yaml:4:8 pools\.A\.processModel\.userName: has no effect .*\(declared in defaults, line 2\)$/,
  );
});

test.each([
  [
    pools("Shop:", "  recycling: { periodicRestart: { memroy: 5 } }"),
    "f.yaml:4:37 pools.Shop.recycling.periodicRestart.memroy: unknown key `memroy`. Did you mean `memory`?",
  ],
  [
    pools("Shop: { state: paused }"),
    'f.yaml:3:11 pools.Shop.state: must be one of Started, Stopped, absent, got "paused"',
  ],
  [pools("Shop: { name: Shop }"), "f.yaml:3:11 pools.Shop.name: is already given above; remove it"],
  [
    pools("Shop: { state: absent, queueLength: 10 }"),
    "f.yaml:3:26 pools.Shop.queueLength: state: absent deletes the pool; remove its settings",
  ],
  [pools("Shop: 5"), expect.stringContaining("f.yaml:3:3 pools.Shop: must be the settings of an application pool")],
  [pools("Shop:"), expect.stringContaining("f.yaml:3:3 pools.Shop: has no value")],
  [pools("a/b: {}"), expect.stringContaining('f.yaml:3:3 pools["a/b"]: IIS does not allow /')],
  [pools("Shop: {}", "shop: {}"), "f.yaml:4:3 pools.shop: is declared twice for host local; the first is f.yaml:3:3"],
  [
    pools('Shop: { recycling: { periodicRestart: { schedule: ["03:00", "25:00"] } } }'),
    expect.stringContaining("f.yaml:3:63 pools.Shop.recycling.periodicRestart.schedule[1]: must be a time of day"),
  ],
  [
    pools('My.Pool: { environmentVariables: { A.B: "" } }'),
    expect.stringContaining('f.yaml:3:38 pools["My.Pool"].environmentVariables["A.B"]: IIS refuses an empty value'),
  ],
  ["pools: {}\n", "f.yaml:1:1 version: is required and must be 1, the only version of pool files"],
  ["version: 2\n", "f.yaml:1:1 version: must be 1, the only version of pool files, got 2"],
  [`${head}pool: {}\n`, "f.yaml:2:1 pool: unknown key `pool`. Did you mean `pools`?"],
  [`${head}pools: [A]\n`, expect.stringContaining("f.yaml:2:1 pools: must be pool names")],
  [`${head}defaults: { state: absent }\n`, 'f.yaml:2:13 defaults.state: must be one of Started, Stopped, got "absent"'],
  [
    `${head}applicationPoolDefaults: { state: Started }\n`,
    "f.yaml:2:28 applicationPoolDefaults.state: is not available for applicationPoolDefaults; remove it",
  ],
  [`${head}hosts: {}\n`, "f.yaml:2:1 hosts: names no host; name one, or remove the key"],
  [`${head}hosts: { a: { configfile: x } }\n`, expect.stringContaining("f.yaml:2:15 hosts.a.configfile: unknown key")],
  [`${head}include: [5]\n`, expect.stringContaining("f.yaml:2:11 include[0]: must be the path of a pool file")],
  [`${head}include: nope.yaml\n`, "f.yaml:2:1 include: there is no file or folder nope.yaml"],
  [
    `${head}drift: { ignore: [{ pool: A }] }\n`,
    "f.yaml:2:19 drift.ignore[0].reason: is required and must be a text with the reason to keep this difference",
  ],
  [
    `${head}drift: { ignore: [{ path: queueLenght, reason: x }] }\n`,
    "f.yaml:2:21 drift.ignore[0].path: unknown setting `queueLenght`. Did you mean `queueLength`?",
  ],
  [
    `${head}drift: { ignore: [{ host: x, reason: x }] }\n`,
    "f.yaml:2:19 drift.ignore: is unknown, because no file declares hosts and the only host is `local`. Name the file that declares them too, or its folder",
  ],
  [
    '{ "schema": "iispools.saved-plan/1", "digest": "sha256:0", "hosts": [] }',
    "f.yaml:1:1: this is a saved plan, not a pool file; apply it with iispools apply",
  ],
  ['{ "schema": "iispools.plan/1", "hosts": [] }', "f.yaml:1:1: this is a report (iispools.plan/1), not a pool file"],
  [`- a\n`, expect.stringContaining("f.yaml:1:1: must be a pool file")],
])("%j is told", (text, told) => {
  expect(faultsOf(text)).toEqual([told]);
});

test("all faults of all files are found in one run, in order", () => {
  const { faults } = load(
    {
      "a.yaml": pools("A: { queueLength: 5 }", "B: { cpu: { limt: 5 } }"),
      "b.yaml": "a: [\n",
      "c.yaml": pools("C: { autoStart: 3 }"),
    },
    ["a.yaml", "gone.yaml", "b.yaml", "c.yaml"],
  );
  const lines = faults.map(formatFault);
  expect(lines[0]).toBe("there is no file or folder gone.yaml");
  expect(lines.slice(1).map((line) => line.replace(/ .*/, "").replace(/:$/, ""))).toEqual([
    "a.yaml:3:8",
    "a.yaml:4:15",
    expect.stringMatching(/^b\.yaml:/),
    "c.yaml:3:8",
  ]);
});

const hosted = (...hosts: string[]): string => `hosts: { ${hosts.map((host) => `${host}: {}`).join(", ")} }\n`;

test.each<[string, Record<string, string>, string[], Record<string, string[]>]>([
  ["no file names a host", { "a.yaml": pools("A: {}") }, ["a.yaml"], { A: ["local"] }],
  [
    "one file names hosts, the other none",
    { "a.yaml": head + hosted("x", "y"), "b.yaml": pools("B: {}") },
    ["a.yaml", "b.yaml"],
    { B: ["x", "y"] },
  ],
  [
    "each names its own",
    { "a.yaml": hosted("x") + pools("A: {}"), "b.yaml": hosted("y") + pools("B: {}") },
    ["a.yaml", "b.yaml"],
    { A: ["x"], B: ["y"] },
  ],
  [
    "an included file goes where its includer goes",
    { "a.yaml": `${hosted("x")}include: c.yaml\n${head}`, "b.yaml": head + hosted("y"), "c.yaml": pools("C: {}") },
    ["a.yaml", "b.yaml"],
    { C: ["x"] },
  ],
  [
    "also where it is named itself",
    { "a.yaml": `${hosted("x")}include: c.yaml\n${head}`, "b.yaml": head + hosted("y"), "c.yaml": pools("C: {}") },
    ["a.yaml", "b.yaml", "c.yaml"],
    { C: ["x"] },
  ],
  [
    "an included file that names hosts keeps to them",
    { "a.yaml": `${hosted("x")}include: c.yaml\n${head}`, "c.yaml": hosted("y") + pools("C: {}") },
    ["a.yaml"],
    { C: ["y"] },
  ],
  [
    "files that include each other",
    { "a.yaml": `${hosted("x")}include: b.yaml\n${pools("A: {}")}`, "b.yaml": `include: a.yaml\n${pools("B: {}")}` },
    ["b.yaml"],
    { A: ["x"], B: ["x"] },
  ],
  [
    "a ring that nobody includes",
    { "a.yaml": `include: b.yaml\n${pools("A: {}")}`, "b.yaml": `include: a.yaml\n${pools("B: {}")}` },
    ["b.yaml"],
    { A: ["local"], B: ["local"] },
  ],
  [
    "host names ignore case",
    { "a.yaml": hosted("Web") + pools("A: {}"), "b.yaml": hosted("web") + pools("B: {}") },
    ["a.yaml", "b.yaml"],
    { A: ["Web"], B: ["Web"] },
  ],
])("hosts: %s", (_, files, paths, expected) => {
  const loaded = load(files, paths);
  expect(loaded.faults).toEqual([]);
  expect(Object.fromEntries(loaded.files.pools.map(({ name, hosts }) => [name, hosts]))).toEqual(expected);
});

test("the same pool in two files is a fault for a common host only", () => {
  const first = hosted("x") + pools("A: {}");
  expect(load({ "a.yaml": first, "b.yaml": hosted("y") + pools("a: {}") }).faults).toEqual([]);
  expect(load({ "a.yaml": first, "b.yaml": hosted("y", "x") + pools("a: {}") }).faults.map(formatFault)).toEqual([
    "b.yaml:4:3 pools.a: is declared twice for host x; the first is a.yaml:4:3",
  ]);
});

test("one host with two connections is a fault that names both places", () => {
  const [a, b] = ["x", "y"].map((file) => `${head}hosts: { h: { configFile: ${file} } }\n`);
  expect(load({ "a.yaml": a!, "b.yaml": b! }).faults.map(formatFault)).toEqual([
    "b.yaml:2:10 hosts.h: has a different connection in a.yaml:2:10",
  ]);
  expect(load({ "a.yaml": a!, "b.yaml": a! }).faults).toEqual([]);
});

test("folders and patterns stand for their files, sorted, each once", () => {
  const files = Object.fromEntries(
    ["p/b.yaml", "p/a.yml", "p/.c.yaml", "p/d.txt", "p/q/e.yaml"].map((name) => [name, head]),
  );
  const order = (...paths: string[]): readonly string[] => {
    const broken = Object.fromEntries(Object.keys(files).map((name) => [name, "version: 2\n"]));
    return load(broken, paths).faults.map(({ position }) => position?.file.replaceAll("\\", "/") ?? "");
  };
  expect(order("p")).toEqual(["p/a.yml", "p/b.yaml"]);
  expect(order("p/*.yaml", "p")).toEqual(["p/b.yaml", "p/a.yml"]);
  expect(order("p/?.y*ml")).toEqual(["p/a.yml", "p/b.yaml"]);
  expect(order("*/*/e.yaml")).toEqual(["p/q/e.yaml"]);
  expect(load(files, ["p/*.json"]).faults[0]?.message).toBe("no file matches p/*.json");
  expect(load(files, ["**/a"]).faults[0]?.message).toContain("name the folders");
});

test("a file that is not UTF-8 does not keep the others from being read", () => {
  const { files, faults } = load({ "a.yaml": Uint8Array.from([0xe4]), "b.yaml": pools("B: {}") });
  expect(faults.map(formatFault)).toEqual(["a.yaml:1:1: is not UTF-8; save it as UTF-8"]);
  expect(files.pools.map(({ name }) => name)).toEqual(["B"]);
});

test("rules of drift.ignore are for the hosts of their file", () => {
  const { files } = load({
    "a.yaml": `${hosted("x")}${head}drift: { ignore: [{ pool: "T*", reason: why }] }\n`,
    "b.yaml": head + hosted("y"),
  });
  expect(files.ignore).toMatchObject([{ pool: "T*", reason: "why", hosts: ["x"], position: { line: 3, column: 19 } }]);
});

test("the fault of a variable with control characters in its name stands where the variable does", () => {
  const text = `${head}pools:\n  Shop:\n    environmentVariables:\n      A: "1"\n      "b\\tc": "2"\n`;
  const { faults } = load({ "f.yaml": text });
  expect(faults).toMatchObject([
    { path: 'pools.Shop.environmentVariables["b\\tc"]', position: { line: 6, column: 7 } },
  ]);
});

describe("a value that could not be read has one fault, and others are not affected", () => {
  const noValue = 'has no value; write one ("" for an empty text), or remove the key';
  test.each([
    [
      "a pool",
      "pools: { S: , T: {} }\noverrides: { local: { pools: { S: { queueLength: 50 } } } }",
      `2:10 pools.S: ${noValue}`,
    ],
    [
      "a host",
      "hosts: { a: , b: {} }\ngroups: { g: [a] }\npools: { S: { hosts: a } }\noverrides: { a: { applicationPoolDefaults: {} } }",
      `2:10 hosts.a: ${noValue}`,
    ],
    ["a group", "hosts: { a: {} }\ngroups: { g: }\npools: { S: { hosts: g } }", `3:11 groups.g: ${noValue}`],
    [
      "a required setting",
      "pools: { S: { processModel: { identityType: SpecificUser, userName: u, password: } } }",
      `2:72 pools.S.processModel.password: ${noValue}`,
    ],
    [
      "a password in brackets",
      "pools: { S: { processModel: { password: { c4n4ry } } } }",
      "2:31 pools.S.processModel.password: must be a text, got an object",
      "2:43 pools.S.processModel.password: a key without a colon; write key: value, or put a text in quotes",
    ],
    [
      "a password with a star",
      "hosts: { a: { host: a, password: *c4n4ry } }",
      "2:24 hosts.a.password: the alias has no anchor before it; put a text that starts with * in quotes",
    ],
    ["a top-level key", "pools:\n", `2:1 pools: ${noValue}`],
  ])("%s", (_what, text, ...faults) => {
    expect(faultsOf(`${head}${text}\n`)).toEqual(faults.map((fault) => `f.yaml:${fault}`));
  });

  test.each([
    ["hosts: [a]", "f.yaml:2:1 hosts: must be host names"],
    ["hosts:", "f.yaml:2:1 hosts: has no value"],
    ["groups: [a]", "f.yaml:2:1 groups: must be names of groups"],
    ["pools: [A]", "f.yaml:2:1 pools: must be pool names"],
    ["include: gone.yaml", "f.yaml:2:1 include: there is no file or folder gone.yaml"],
  ])("names are not unknown beside %s", (part, fault) => {
    const others = [
      ...(part.startsWith("groups") ? [] : ["groups: { g: [a] }"]),
      ...(part.startsWith("pools") ? [] : ["pools: { S: { hosts: g } }"]),
      "overrides: { g: { pools: { T: { queueLength: 50 } } } }",
      "drift: { ignore: [{ host: a, reason: x }] }",
    ];
    expect(faultsOf([`${head}${part}`, ...others, ""].join("\n"))).toEqual([expect.stringContaining(fault)]);
  });

  test("without a file that declares hosts their names are one fault, in the first place", () => {
    const pools = Array.from({ length: 31 }, (_, index) => `  Pool${index}: { hosts: [web-${index}] }\n`).join("");
    const overrides = "overrides: { web-1: { pools: { Pool1: { queueLength: 50 } } } }\n";
    const ignore = "drift: { ignore: [{ host: web-2, reason: x }] }\n";
    const files = {
      "a.yaml": `${head}groups: { all: [web-1, web-2] }\n`,
      "b.yaml": `${head}pools:\n${pools}${overrides}${ignore}`,
    };
    expect(load(files).faults.map(formatFault)).toEqual([
      expect.stringMatching(
        /^a\.yaml:2:17 groups\.all\[0\]: is unknown, because no file declares hosts .* or its folder$/,
      ),
    ]);
    const hosts = Array.from({ length: 31 }, (_, index) => `web-${index}: {}`).join(", ");
    expect(load({ ...files, "hosts.yaml": `${head}hosts: { ${hosts} }\n` }).faults).toEqual([]);
  });

  test("names are not unknown beside a file with a syntax error", () => {
    const { faults } = load({ "a.yaml": `${head}hosts: { a: @x }\n`, "b.yaml": `${head}groups: { g: a }\n` });
    expect(faults.map(formatFault)).toEqual(["a.yaml:2:13: a text that starts with this character must be in quotes"]);
  });

  test("the later items of a list keep their numbers", () => {
    expect(faultsOf(`${head}groups: { g: [local, ~, nope] }\n`)).toEqual([
      `f.yaml:2:22 groups.g[1]: ${noValue}`,
      expect.stringContaining("f.yaml:2:25 groups.g[2]: is unknown, because no file declares hosts"),
    ]);
  });
});
