import { faultsOf, load } from "./memory-files";

const head = "version: 1\n";
const two = "hosts: { a: {}, b: {} }\n";

test("a pool says which name it had", () => {
  const { files, faults } = load({ "f.yaml": `${head}pools:\n  New:\n    renamedFrom: Old\n` });
  expect(faults).toEqual([]);
  expect(files.pools).toMatchObject([{ name: "New", renamedFrom: "Old", positions: { renamedFrom: { line: 4 } } }]);
});

test.each([
  ["its own name", "{ New: { renamedFrom: nEW } }", "pools.New.renamedFrom: is the pool's own name"],
  ["a name that no pool has", "{ New: { renamedFrom: a/b } }", "pools.New.renamedFrom: "],
  ["no text", "{ New: { renamedFrom: 5 } }", "pools.New.renamedFrom: "],
  ["a declared pool", "{ New: { renamedFrom: OLD }, Old: {} }", 'renamedFrom: "Old" is also declared, f.yaml:2:'],
  [
    "an absent pool",
    "{ New: { renamedFrom: Old }, Old: { state: absent } }",
    "the rename deletes it, so remove that declaration",
  ],
  [
    "the old pool of another one",
    "{ New: { renamedFrom: Old }, Newer: { renamedFrom: old } }",
    'pools.Newer.renamedFrom: pool "New" already replaces "old"',
  ],
  ["a name, in an absent pool", "{ New: { renamedFrom: Old, state: absent } }", "pools.New.renamedFrom: state: absent"],
])("%s is one fault with its place", (_, pools, message) => {
  const told = faultsOf(`${head}pools: ${pools}\n`);
  expect(told).toEqual([expect.stringMatching(/^f\.yaml:2:\d+ /)]);
  expect(told[0]).toContain(message);
});

test("a pool that is not the same on all hosts has its fault once", () => {
  const other = "overrides: { b: { pools: { New: { queueLength: 50 } } } }\n";
  expect(faultsOf(`${head}${two}pools: { New: { renamedFrom: Old }, Old: {} }\n${other}`)).toHaveLength(1);
});

test("a circle is a fault of each of its pools", () => {
  expect(faultsOf(`${head}pools: { A: { renamedFrom: B }, B: { renamedFrom: A } }\n`)).toEqual([
    expect.stringContaining('pools.A.renamedFrom: "B" is also declared'),
    expect.stringContaining('pools.B.renamedFrom: "A" is also declared'),
  ]);
});

test("what is declared for other hosts only is no fault", () => {
  const files = {
    "a.yaml": `${head}hosts: { a: {} }\npools: { New: { renamedFrom: Old } }\n`,
    "b.yaml": `${head}hosts: { b: {} }\npools: { Old: {}, Newer: { renamedFrom: Older } }\n`,
  };
  expect(load(files).faults).toEqual([]);
  expect(faultsOf(`${head}${two}pools: { New: { renamedFrom: Old }, Old: { hosts: [b] } }\n`)).toHaveLength(1);
});

test("defaults and applicationPoolDefaults have no name", () => {
  expect(faultsOf(`${head}defaults: { renamedFrom: Old }\n`)).toEqual([expect.stringContaining("unknown key")]);
  expect(faultsOf(`${head}applicationPoolDefaults: { renamedFrom: Old }\n`)).toEqual([
    expect.stringContaining("unknown key"),
  ]);
});
