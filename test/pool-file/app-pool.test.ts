import fc from "fast-check";
import { checkPool, type CheckOptions } from "../../provider/pool-file/pool/app-pool";
import { settingAttributes } from "../../provider/settings/app-pool-attributes";
import { nestSettings } from "../../provider/settings/paths";
import { anyValue } from "../settings/values";

const pool: CheckOptions = { kind: "pool" };

function faults(input: unknown, options: CheckOptions = pool): Record<string, string> {
  return Object.fromEntries(checkPool(input, options).faults.map(({ path, message }) => [path, message]));
}

test("a sound pool comes out canonical, with nothing that was left out", () => {
  const input = {
    name: "Shop",
    state: "started",
    queueLength: "5000",
    autoStart: undefined,
    processModel: { idleTimeout: "29h", identityType: 3, userName: "CORP\\gmsa$" },
    recycling: { periodicRestart: { privateMemory: "1.5GB", schedule: ["15:00", "3:00"] }, logEventOnRecycle: "None" },
    environmentVariables: { ASPNETCORE_ENVIRONMENT: "Production" },
  };
  expect(checkPool(input, pool)).toEqual({
    pool: {
      name: "Shop",
      state: "Started",
      settings: {
        queueLength: 5000,
        "processModel.identityType": "SpecificUser",
        "processModel.userName": "CORP\\gmsa$",
        "processModel.idleTimeout": "1.05:00:00",
        "recycling.logEventOnRecycle": [],
        "recycling.periodicRestart.privateMemory": 1_572_864,
        "recycling.periodicRestart.schedule": ["03:00:00", "15:00:00"],
        environmentVariables: { ASPNETCORE_ENVIRONMENT: "Production" },
      },
    },
    faults: [],
  });
});

test("nothing declared is nothing managed", () => {
  expect(checkPool({}, pool)).toEqual({ pool: { settings: {} }, faults: [] });
  expect(checkPool({ processModel: {}, recycling: { periodicRestart: undefined } }, pool)).toEqual({
    pool: { settings: {} },
    faults: [],
  });
});

test("all faults are found at once, each at its property", () => {
  const input = {
    name: "a/b",
    state: "paused",
    queueLength: 5,
    quueLength: 5,
    cpu: "half",
    processModel: { identityType: "NetworkService", userName: "x", idleTimeout: 20, username: "y" },
    recycling: { periodicRestart: { schedule: ["24:00", "3:00", "03:00:30"], memroy: 1 }, time: "1h" },
    environmentVariables: { A: "", B: "1", b: "2" },
  };
  expect(Object.keys(faults(input)).sort()).toEqual([
    "cpu",
    "environmentVariables.A",
    "environmentVariables.b",
    "name",
    "processModel.idleTimeout",
    "processModel.userName",
    "processModel.username",
    "queueLength",
    "quueLength",
    "recycling.periodicRestart.memroy",
    "recycling.periodicRestart.schedule[0]",
    "recycling.periodicRestart.schedule[2]",
    "recycling.time",
    "state",
  ]);
});

test("beside the faults, what could be read is there", () => {
  const { pool: read } = checkPool({ name: "Shop", state: "x", queueLength: 5, cpu: { limit: 5, limti: 6 } }, pool);
  expect(read).toEqual({ name: "Shop", settings: { "cpu.limit": 5 } });
});

test.each([
  [
    "recycling.periodicRestart",
    { recycling: { periodicRestart: { memroy: 1 } } },
    "unknown key `memroy`. Did you mean `memory`?",
  ],
  ["", { idleTimeout: "1m" }, "unknown key `idleTimeout`. Did you mean `processModel.idleTimeout`?"],
  ["", { Name: "Shop" }, "unknown key `Name`. Did you mean `name`?"],
  ["", { conection: {} }, "unknown key `conection`. Did you mean `connection`?"],
  [
    "",
    { "processModel.idleTimeout": "1m" },
    "unknown key `processModel.idleTimeout`. Write processModel.idleTimeout as nested groups",
  ],
  ["cpu", { cpu: { colour: 1 } }, "unknown key `colour`. Known keys: limit, action, resetInterval"],
])("in %j the unknown key of %j is told what it may mean", (group, input, message) => {
  const [[path, told] = ["", ""]] = Object.entries(faults(input, { kind: "pool", otherKeys: ["connection"] }));
  expect(told).toContain(message);
  expect(path.startsWith(group)).toBe(true);
});

test("unknown keys whose value is undefined count as left out", () => {
  expect(faults({ nope: undefined, cpu: { nope: undefined } })).toEqual({});
});

test("keys that the caller handles itself are passed over", () => {
  expect(
    checkPool({ connection: { host: "x" }, queueLength: 10 }, { kind: "pool", otherKeys: ["connection"] }),
  ).toEqual({
    pool: { settings: { queueLength: 10 } },
    faults: [],
  });
});

test.each([null, undefined, "Shop", 5, true, []])("%j is no pool at all", (input) => {
  expect(faults(input)).toEqual({
    "": expect.stringContaining("must be the settings of an application pool") as string,
  });
});

test.each([
  ["a text", "x"],
  ["a list", []],
  ["null", null],
  ["5", 5],
])("%s where a group is expected is told what belongs there", (got, value) => {
  const message = faults({ recycling: { periodicRestart: value } })["recycling.periodicRestart"];
  expect(message).toContain("memory, privateMemory, requests, time, schedule");
  expect(message).toContain(`got ${got}`);
});

test("applicationPoolDefaults have neither name nor state", () => {
  expect(Object.keys(faults({ name: "Shop", state: "Started", queueLength: 10 }, { kind: "defaults" }))).toEqual([
    "name",
    "state",
  ]);
});

test.each([
  ["Started", "Started"],
  ["STOPPED", "Stopped"],
] as const)("the state %s is %s", (input, state) => {
  expect(checkPool({ state: input }, pool).pool.state).toBe(state);
});

test.each(["Starting", "", 1, null, true])("the state %j is refused", (state) => {
  expect(faults({ state })).toEqual({
    state: expect.stringContaining("must be one of Started, Stopped, got") as string,
  });
});

test("keys that every object has are no settings", () => {
  const input: unknown = JSON.parse(
    '{ "__proto__": { "queueLength": 5 }, "constructor": 1, "cpu": { "toString": 1 } }',
  );
  expect(
    checkPool(input, pool)
      .faults.map(({ path }) => path)
      .sort(),
  ).toEqual(["__proto__", "constructor", "cpu.toString"]);
});

test("no fault repeats a secret, wherever it was written", () => {
  const secret = "hunter2";
  const inputs = [
    { password: secret },
    { processModel: secret },
    { processModel: { password: `${secret}\n` } },
    { processModel: { password: [secret] } },
    { processModel: { Password: secret } },
    { environmentVariables: { TOKEN: [secret] } },
  ];
  for (const input of inputs) {
    const found = checkPool(input, pool).faults;
    expect(found).not.toEqual([]);
    expect(JSON.stringify(found)).not.toContain(secret);
  }
});

test("a checked pool passes the check again unchanged", () => {
  const identity = ["processModel.identityType", "processModel.userName", "processModel.password"];
  const flat = fc.record(
    Object.fromEntries(
      settingAttributes
        .filter(({ path }) => !identity.includes(path))
        .map((attribute) => [attribute.path, anyValue(attribute)]),
    ),
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(flat, (settings) => {
      expect(checkPool(nestSettings(settings), pool)).toEqual({ pool: { settings: { ...settings } }, faults: [] });
    }),
  );
});
