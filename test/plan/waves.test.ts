import fc from "fast-check";
import { assignWaves, parseWaves } from "../../provider/plan/waves/waves";

const hosts = Array.from({ length: 10 }, (_, index) => `h${index}`);
const groups = [{ name: "canary", hosts: ["h3", "h7"] }];

function wavesOf(text: string, all: readonly string[] = hosts): string[] {
  const { steps, faults } = parseWaves(text);
  expect(faults).toEqual([]);
  const rollout = assignWaves(steps, { hosts: all, groups });
  expect(rollout.faults).toEqual([]);
  const rest = rollout.rest.length === 0 ? [] : [`rest: ${rollout.rest.join(" ")}`];
  return [...rollout.waves.map(({ name, hosts: those }) => `${name}: ${those.join(" ")}`), ...rest];
}

test.each<[string, string[]]>([
  ["canary:1,25%,100%", ["canary:1: h3", "25%: h0 h1", "100%: h2 h4 h5 h6 h7 h8 h9"]],
  ["CANARY , 3 , 100%", ["CANARY: h3 h7", "3: h0 h1 h2", "100%: h4 h5 h6 h8 h9"]],
  ["h9,canary:5,50%", ["h9: h9", "canary:5: h3 h7", "50%: h0 h1", "rest: h2 h4 h5 h6 h8"]],
  ["1,1", ["1: h0", "1: h1", "rest: h2 h3 h4 h5 h6 h7 h8 h9"]],
  ["5,10%,99", ["5: h0 h1 h2 h3 h4", "99: h5 h6 h7 h8 h9"]],
  ["0.5%,33.3%,100%", ["0.5%: h0", "33.3%: h1 h2 h3", "100%: h4 h5 h6 h7 h8 h9"]],
])("%s", (text, expected) => {
  expect(wavesOf(text)).toEqual(expected);
});

test("no wave is empty, also of few hosts", () => {
  expect(wavesOf("canary:1,25%,50%,100%", ["h3", "h0", "h1", "h2"])).toEqual([
    "canary:1: h3",
    "50%: h0",
    "100%: h1 h2",
  ]);
});

test("shares are of the hosts that are worked on, and a name of another one finds none", () => {
  const { waves, rest, faults } = assignWaves(parseWaves("h9,canary,50%,100%").steps, { hosts, groups }, ["h0", "h3"]);
  expect([waves, rest, faults]).toEqual([
    [
      { name: "canary", hosts: ["h3"] },
      { name: "100%", hosts: ["h0"] },
    ],
    [],
    [],
  ]);
});

test.each<[string, string]>([
  ["", "a wave is empty"],
  ["1,,2", "a wave is empty"],
  ["0", 'must be a whole number of hosts, 1 or more, got "0"'],
  ["-3", 'must be a whole number of hosts, 1 or more, got "-3"'],
  ["1.5", 'must be a whole number of hosts, 1 or more, got "1.5"'],
  ["0%", 'must be a share above 0% and at most 100%, got "0%"'],
  ["101%", 'must be a share above 0% and at most 100%, got "101%"'],
  ["canary:", 'must be a host or group with a whole number of hosts, 1 or more, such as canary:1, got "canary:"'],
  ["canary:x", 'got "canary:x"'],
  ["canary:25%", 'got "canary:25%"'],
  [":1", "must be a count such as 5"],
  ["50%,25%", "25% after 50%: a share includes the waves before it, so it must grow"],
  ["50%,1,50%", "50% after 50%"],
])("%j is refused", (text, message) => {
  expect(parseWaves(text).faults).toEqual([{ path: "waves", message: expect.stringContaining(message) }]);
});

test("every fault is told, and names that nothing has", () => {
  expect(parseWaves("0,200%,x:y").faults).toHaveLength(3);
  const { faults } = assignWaves(parseWaves("cnary:1,q,100%").steps, { hosts, groups });
  expect(faults.map(({ message }) => message)).toEqual([
    "unknown host or group `cnary`. Did you mean `canary`?",
    expect.stringMatching(/^unknown host or group `q`\. Known hosts and groups: h0, /),
  ]);
});

test("every host is in one wave or in the rest, once, and no share is exceeded", () => {
  const step = fc.oneof(
    fc.integer({ min: 1, max: 12 }).map(String),
    fc.constantFrom("canary", "canary:1", "h2", "h5:3"),
  );
  const shares = fc
    .uniqueArray(fc.integer({ min: 1, max: 100 }), { maxLength: 3 })
    .map((all) => all.sort((a, b) => a - b));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 4 }), shares, fc.integer({ min: 0, max: 12 }), (steps, percents, count) => {
      const all = Array.from({ length: count }, (_, index) => `h${index}`);
      const text = [...percents.map((percent) => `${percent}%`), ...steps.filter((one) => /^\d/.test(one)), "1"].join(
        ",",
      );
      const { waves, rest } = assignWaves(parseWaves(text).steps, { hosts: all, groups });
      expect([...waves.flatMap((wave) => wave.hosts), ...rest].sort()).toEqual([...all].sort());
      let done = 0;
      for (const { name, hosts: those } of waves) {
        expect(those.length).toBeGreaterThan(0);
        done += those.length;
        if (name.endsWith("%")) expect(done).toBe(Math.ceil((count * Number(name.slice(0, -1))) / 100));
      }
    }),
  );
});
