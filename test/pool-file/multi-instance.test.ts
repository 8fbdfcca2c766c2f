import { checkPool } from "../../provider/pool-file/pool/app-pool";
import { faultsOf, load, pools } from "./memory-files";

const rotation = "recycling.disallowOverlappingRotation";
const processes = "processModel.maxProcesses";

test("false sets both settings, true and left out declare nothing", () => {
  const settings = (multiInstance?: boolean): unknown => checkPool({ multiInstance }, { kind: "pool" }).pool.settings;
  expect(settings(false)).toEqual({ [rotation]: true, [processes]: 1 });
  expect(settings(true)).toEqual({});
  expect(settings()).toEqual({});
});

test.each([
  [{ recycling: { disallowOverlappingRotation: false } }, rotation, "which sets it to true"],
  [{ processModel: { maxProcesses: 2 } }, processes, "which sets it to 1"],
])("%j contradicts it", (input, path, message) => {
  expect(checkPool({ multiInstance: false, ...input }, { kind: "pool" }).faults).toEqual([
    { path, message: expect.stringContaining(message) },
  ]);
  expect(checkPool({ multiInstance: true, ...input }, { kind: "pool" }).faults).toEqual([]);
});

test("saying the same, or something that is faulty or not known yet, is no contradiction", () => {
  const same = { multiInstance: false, processModel: { maxProcesses: "1" } };
  expect(checkPool(same, { kind: "pool" }).faults).toEqual([]);
  const faulty = { multiInstance: false, processModel: { maxProcesses: "x" } };
  expect(checkPool(faulty, { kind: "pool" }).faults.map(({ message }) => message)).not.toContainEqual(
    expect.stringContaining("contradicts"),
  );
  const { pool, faults } = checkPool(
    { multiInstance: false },
    { kind: "pool", isUnknown: (path) => path === processes },
  );
  expect([pool.settings, faults]).toEqual([{ [rotation]: true }, []]);
});

test.each([["no"], [0], [null]])("%j is no answer", (multiInstance) => {
  expect(checkPool({ multiInstance }, { kind: "pool" }).faults).toEqual([
    { path: "multiInstance", message: expect.stringContaining("must be true or false, got ") },
  ]);
});

test("applicationPoolDefaults have none", () => {
  expect(checkPool({ multiInstance: false }, { kind: "defaults" }).faults.map(({ path }) => path)).toEqual([
    "multiInstance",
  ]);
});

test("in a pool file it is the place of what it sets, in the defaults as well", () => {
  const { files, faults } = load({
    "f.yaml": `defaults: { multiInstance: false }\n${pools("A: {}", "B: { multiInstance: true }")}`,
  });
  expect(faults).toEqual([]);
  expect(files.pools.map(({ settings }) => settings)).toEqual([{ [rotation]: true, [processes]: 1 }, {}]);
  expect(files.pools[0]?.positions[rotation]).toMatchObject({ line: 1, column: 13 });
});

test("a contradiction between pool and defaults is told at the pool", () => {
  const text = `defaults: { multiInstance: false }\n${pools("A: { processModel: { maxProcesses: 4 } }")}`;
  expect(faultsOf(text)).toEqual([
    expect.stringMatching(/^f\.yaml:4:24 pools\.A\.processModel\.maxProcesses: contradicts/),
  ]);
});
