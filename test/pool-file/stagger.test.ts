import fc from "fast-check";
import { settingsOn } from "../../provider/pool-file/pool/declared";
import { countSlots, schedulePath, type Stagger, staggerTime } from "../../provider/pool-file/schema/stagger";
import { desiredOn } from "../../provider/plan/change/desired";
import { secondsOfClock } from "../../provider/settings/codecs/timespan-text";
import { faultsOf, load } from "./memory-files";

const head = "version: 1\n";
const window = '{ from: "02:00", to: "04:00", every: 5m }';
const periodic = (schedule: string): string => `{ recycling: { periodicRestart: { schedule: ${schedule} } } }`;
const staggered = (stagger: string): string => periodic(`{ stagger: ${stagger} }`);

const name = fc.string({ minLength: 1, maxLength: 30 });
const staggers = fc
  .record({
    from: fc.integer({ min: 0, max: 1439 }),
    every: fc.integer({ min: 1, max: 700 }),
    window: fc.integer({ min: 2, max: 1439 }),
  })
  .filter(({ every, window: length }) => length >= 2 * every)
  .map(({ from, every, window: length }) => ({ from: from * 60, every: every * 60, window: length * 60 }));

function offsetOf(stagger: Stagger, time: string): number {
  return (secondsOfClock(time)! - stagger.from + 86_400) % 86_400;
}

function timesOn(host: string, text: string): Record<string, unknown> {
  const { files, faults } = load({ "f.yaml": text });
  expect(faults).toEqual([]);
  return Object.fromEntries(
    desiredOn(files, host).desired.map(({ target, settings }) => [
      target === "applicationPoolDefaults" ? target : target.pool,
      settings[schedulePath],
    ]),
  );
}

describe("a stagger", () => {
  it("gives a whole slot inside the window, whatever window and names", () => {
    fc.assert(
      fc.property(staggers, name, name, (stagger, host, pool) => {
        const time = staggerTime(stagger, host, pool);
        const offset = offsetOf(stagger, time);
        expect(time).toMatch(/^([01]\d|2[0-3]):[0-5]\d:00$/);
        expect(offset % stagger.every).toBe(0);
        expect(offset + stagger.every).toBeLessThanOrEqual(stagger.window);
      }),
      { numRuns: 2000 },
    );
  });

  it("gives the same time for the same names, whatever their letter case", () => {
    const stagger = { from: 7200, window: 7200, every: 300 };
    expect([staggerTime(stagger, "web-01", "Shop"), staggerTime(stagger, "WEB-01", "sHOP")]).toEqual([
      "02:25:00",
      "02:25:00",
    ]);
  });

  it.each([
    ["pools of one host", (index: number) => ["web-01", `Pool${index}`]],
    ["hosts of one pool", (index: number) => [`web-${index}`, "Shop"]],
  ])("spreads the %s over the slots as chance would", (_, names) => {
    const stagger = { from: 0, window: 24 * 300, every: 300 };
    const [count, slots] = [4800, countSlots(stagger)];
    const hits = new Map<string, number>();
    for (let index = 0; index < count; index += 1) {
      const [host = "", pool = ""] = names(index);
      const time = staggerTime(stagger, host, pool);
      hits.set(time, (hits.get(time) ?? 0) + 1);
    }
    const expected = count / slots;
    const chiSquare = [...hits.values()].reduce((sum, found) => sum + (found - expected) ** 2 / expected, 0);
    expect(hits.size).toBe(slots);
    // 23 degrees of freedom: above 49.7 is one in a thousand.
    expect(chiSquare).toBeLessThan(49.7);
  });
});

describe("a stagger in a pool file", () => {
  const file = (pools: string): string => `${head}hosts: { a: {}, b: {} }\ndefaults: ${staggered(window)}\n${pools}`;

  it("is a time of its own for each pool on each host, and no pool moves when others come, go or change places", () => {
    const before = file("pools: { Shop: {}, Api: {} }\n");
    const after = file("pools: { New: {}, Api: { queueLength: 50 }, Newer: { state: absent }, Shop: {} }\n");
    for (const host of ["a", "b"]) {
      const { Shop, Api } = timesOn(host, after);
      expect({ Shop, Api }).toEqual(timesOn(host, before));
    }
    expect(timesOn("a", before)).not.toEqual(timesOn("b", before));
  });

  it("gives way to a schedule of the pool, and a schedule of the defaults to a stagger of the pool", () => {
    const own = file(`pools:\n  Shop: ${periodic('["12:00"]')}\n  None: ${periodic("[]")}\n`);
    expect(timesOn("a", own)).toEqual({ Shop: ["12:00:00"], None: [] });
    const other = `${head}defaults: ${periodic('["12:00"]')}\npools: { Shop: ${staggered(window)} }\n`;
    expect(timesOn("local", other)).toEqual({ Shop: [expect.stringMatching(/^0[23]:/)] });
  });

  it("of an override is for its hosts alone, beats what is declared of the pool, and gives way to the host's own", () => {
    const override = (settings: string): string => `{ pools: { Shop: ${settings} } }`;
    const text = `${head}hosts: { a: {}, b: {}, c: {}, d: {} }
groups: { night: [a, b, c] }
defaults: ${periodic('["12:00"]')}
pools: { Shop: {}, Api: {} }
overrides:
  b: ${override(staggered('{ from: "22:00", to: "23:00", every: 10m }'))}
  c: ${override(periodic('["13:00"]'))}
  night: ${override(staggered(window))}
`;
    expect(timesOn("a", text)).toEqual({ Shop: [expect.stringMatching(/^0[23]:\d[05]:00$/)], Api: ["12:00:00"] });
    expect(timesOn("b", text)).toEqual({ Shop: [expect.stringMatching(/^22:\d0:00$/)], Api: ["12:00:00"] });
    expect(timesOn("c", text)).toEqual({ Shop: ["13:00:00"], Api: ["12:00:00"] });
    expect(timesOn("d", text)).toEqual({ Shop: ["12:00:00"], Api: ["12:00:00"] });
    const plain = file("pools: { Shop: {} }\n");
    expect(timesOn("a", text)["Shop"]).toEqual(timesOn("a", plain)["Shop"]);
  });

  it("of an override has its place in the override, and its faults there", () => {
    const text = (stagger: string): string =>
      `${head}hosts: { a: {} }\npools: { Shop: {} }\noverrides: { a: { pools: { Shop: ${staggered(stagger)} } } }\n`;
    const { files, faults } = load({ "f.yaml": text(window) });
    expect([faults, files.pools[0]?.positions[schedulePath]?.line]).toEqual([[], 4]);
    const told = faultsOf(text('{ from: "02:00", to: "02:00", every: 5m }'));
    expect(told).toEqual([
      expect.stringMatching(/^f\.yaml:4:\d+ overrides\.a\.pools\.Shop\..*\.stagger\.to: is the same/),
    ]);
  });

  it("is told where two groups of a host have different ones", () => {
    const one = (from: string): string =>
      `{ pools: { Shop: ${staggered(`{ from: "${from}", to: "04:00", every: 5m }`)} } }`;
    const two = (first: string, second: string): readonly string[] =>
      faultsOf(
        `${head}hosts: { a: {} }\ngroups: { x: a, y: a }\npools: { Shop: {} }\noverrides: { x: ${one(first)}, y: ${one(second)} }\n`,
      );
    expect(two("02:00", "02:00")).toEqual([]);
    expect(two("02:00", "03:00")).toEqual([expect.stringContaining("a is in both groups; set it for a itself")]);
  });

  it("goes over midnight", () => {
    const pools = Array.from({ length: 40 }, (_, index) => `P${index}: {}`).join(", ");
    const over = `${head}defaults: ${staggered('{ from: "23:00", to: "01:00", every: 30m }')}\npools: { ${pools} }\n`;
    const times = Object.values(timesOn("local", over)).map(String);
    expect([...new Set(times)].sort()).toEqual(["00:00:00", "00:30:00", "23:00:00", "23:30:00"]);
  });

  it("stands where the schedule does, for messages", () => {
    const { files } = load({ "f.yaml": file("pools: { Shop: {} }\n") });
    expect(files.pools[0]?.positions[schedulePath]).toMatchObject({ line: 3 });
    expect(settingsOn({ ...files.pools[0]!, stagger: { from: 0, window: 600, every: 60 } }, "a")).toEqual({
      [schedulePath]: [expect.stringMatching(/^00:0/)],
    });
  });
});

const at = "defaults.recycling.periodicRestart.schedule";

test.each([
  ['{ from: "02:00", every: 5m }', `.stagger.to: is required and must be a time of day`],
  ['{ from: "25:00", to: "04:00", every: 5m }', `.stagger.from: must be a time of day`],
  ['{ from: ["02:00"], to: "04:00", every: 5m }', `.stagger.from: must be one time of day`],
  ['{ from: "02:00, 03:00", to: "04:00", every: 5m }', `.stagger.from: must be one time of day`],
  ['{ from: "02:00", to: 4, every: 5m }', `.stagger.to: must be one time of day`],
  ['{ from: "02:00", to: "02:00", every: 5m }', `.stagger.to: is the same time as from`],
  ['{ from: "02:00", to: "04:00", every: 90s }', `.stagger.every:`],
  [
    '{ from: "02:00", to: "04:00", every: 0s }',
    `.stagger.every: must be a duration between 1m and 24h, in whole minutes`,
  ],
  ['{ from: "02:00", to: "04:00", every: 5 }', `.stagger.every: must be a duration with a unit, got 5`],
  ['{ from: "02:00", to: "04:00", every: 3h }', `.stagger.every: is longer than the window of 2h`],
  ['{ from: "02:00", to: "04:00", every: 61m }', `.stagger.every: leaves one slot in the window of 2h`],
  ['{ from: "23:00", to: "01:00", every: 121m }', `.stagger.every: is longer than the window of 2h`],
  ['{ from: "02:00", to: "04:00", evry: 5m, every: 5m }', ".stagger.evry: unknown key `evry`. Did you mean `every`?"],
  ["5m", `.stagger: must be a window, for example stagger: {`],
])("the stagger %s is one fault with its place", (stagger, message) => {
  const told = faultsOf(`${head}defaults: ${staggered(stagger)}\npools: { A: {}, B: {} }\n`);
  expect(told).toEqual([expect.stringMatching(/^f\.yaml:2:\d+ /)]);
  expect(told[0]).toContain(`${at}${message}`);
});

test("what is no stagger and no list, and a stagger for all that inherit, is one fault each", () => {
  expect(faultsOf(`${head}defaults: ${periodic("{ stager: {} }")}\n`)).toEqual([
    `f.yaml:2:57 ${at}.stager: unknown key \`stager\`. Did you mean \`stagger\`?`,
  ]);
  const forms =
    'must be a list of times of day such as ["03:00"], or stagger: { from: "02:00", to: "04:00", every: "5m" }';
  expect(faultsOf(`${head}defaults: ${periodic("{}")}\n`)).toEqual([
    expect.stringContaining(`${at}: ${forms}, got an object`),
  ]);
  expect(faultsOf(`${head}defaults: ${periodic("{ A: 1 }")}\n`)).toEqual([
    expect.stringContaining(`${at}.A: unknown key`),
  ]);
  expect(faultsOf(`${head}applicationPoolDefaults: ${staggered(window)}\n`)).toEqual([
    expect.stringContaining(
      "applicationPoolDefaults.recycling.periodicRestart.schedule.stagger: gives each pool its own time",
    ),
  ]);
});
