import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { allAssumptions } from "../../facts/assumptions";
import { applyRequests, desiredOf, inspectHost, type Request } from "../../provider/engine";
import type { Desired } from "../../provider/plan/change/desired";
import { checkPool } from "../../provider/pool-file/pool/app-pool";
import { nestSettings } from "../../provider/settings/paths";
import { sampleConfig } from "../engine/offline-host";
import { memoryTransport } from "./memory-transport";
import { configPath, memoryWorld } from "./memory-world";

const flips = allAssumptions.flatMap(({ id, others }) => others.map((other) => `${id}=${other}`));

interface More {
  readonly mustBeNew?: boolean;
  readonly inherit?: string[];
  readonly state?: "Started" | "Stopped";
}

function ensure(
  pool: string,
  flat: Record<string, unknown>,
  { mustBeNew = false, inherit, state }: More = {},
): Request {
  const { pool: checked, faults } = checkPool({ ...nestSettings(flat), ...(state && { state }) }, { kind: "pool" });
  expect(faults).toEqual([]);
  return { kind: "ensure", desired: desiredOf({ pool }, checked, inherit), mustBeNew };
}

const schedule = "recycling.periodicRestart.schedule";

/** A pool's life, one step a deployment. */
const steps: readonly (readonly [step: string, requests: () => Request[]])[] = [
  [
    "create",
    () => [
      ensure(
        "Shop",
        {
          queueLength: 2000,
          managedPipelineMode: "Classic",
          "processModel.identityType": "SpecificUser",
          "processModel.userName": "CORP\\shop",
          "processModel.password": "p%41'x",
          [schedule]: ["03:00", "15:00"],
          environmentVariables: { LOG: "1", MODE: "it's" },
        },
        { mustBeNew: true },
      ),
      ensure("Gone", { queueLength: 1500 }, { mustBeNew: true }),
      ensure("Große Straße", { environmentVariables: { TITEL: "Übung" } }, { mustBeNew: true }),
      ensure("Über", {}, { mustBeNew: true }),
    ],
  ],
  [
    "update",
    () => [ensure("Shop", { queueLength: 1000, managedPipelineMode: "Integrated", [schedule]: ["03:00", "15:00"] })],
  ],
  [
    "remove a key",
    () => [ensure("Shop", { "processModel.idleTimeout": "5m" }, { inherit: ["queueLength", "managedPipelineMode"] })],
  ],
  [
    "take an attribute of a pool back",
    () => [ensure("Legacy .NET v2.0", {}, { inherit: ["processModel.idleTimeout", "queueLength"] })],
  ],
  ["change the schedule", () => [ensure("Shop", { [schedule]: ["04:00", "15:00"] })]],
  [
    "empty a schedule, and one that is empty",
    () => [ensure("Legacy .NET v2.0", { [schedule]: [] }), ensure("DefaultAppPool", { [schedule]: [] })],
  ],
  ["take the schedule back", () => [ensure("Shop", {}, { inherit: [schedule] })]],
  ["change variables", () => [ensure("Shop", { environmentVariables: { LOG: "2", NEW: "n" } })]],
  ["stop and start", () => [ensure("Shop", { autoStart: false }, { state: "Stopped" })]],
  ["start", () => [ensure("Shop", { autoStart: true }, { state: "Started" })]],
  ["change a pool with a name outside ASCII", () => [ensure("Große Straße", { queueLength: 4000 })]],
  ["delete", () => ["Gone", "Über"].map((pool) => ({ kind: "remove", pool }))],
  ["delete what applications use", () => [{ kind: "remove", pool: "Legacy .NET v2.0", force: true }]],
];

/** A pool's life on a server whose defaults bring a schedule and a variable into every pool. */
const stepsWithDefaults: typeof steps = [
  [
    "create",
    () => [
      ensure("Shop", { [schedule]: ["03:00"], environmentVariables: { LOG: "1" } }, { mustBeNew: true }),
      ensure("Bare", { [schedule]: [], environmentVariables: {} }, { mustBeNew: true }),
    ],
  ],
  [
    "keep what is inherited",
    () => [ensure("Shop", { [schedule]: ["05:00"], environmentVariables: { SHARED: "1", LOG: "1" } })],
  ],
  ["change it", () => [ensure("Shop", { [schedule]: ["05:00", "06:00"], environmentVariables: { SHARED: "2" } })]],
  ["drop it", () => [ensure("Shop", { [schedule]: ["06:00"], environmentVariables: { LOG: "3" } })]],
  ["empty it", () => [ensure("DefaultAppPool", { [schedule]: [], environmentVariables: {} })]],
  [
    "take it back, from entries and from none",
    () => ["Shop", "Bare"].map((pool) => ensure(pool, {}, { inherit: [schedule, "environmentVariables"] })),
  ],
];

const defaults =
  '<recycling><periodicRestart><schedule><add value="05:00:00" /></schedule></periodicRestart></recycling><environmentVariables><add name="SHARED" value="1" /></environmentVariables></applicationPoolDefaults>';

const own = '<recycling><periodicRestart><schedule><add value="07:00:00" /></schedule></periodicRestart></recycling>';

/** What is in force at the end, secrets included as whether they are set. */
async function endState(assumed: string, scenario = steps): Promise<unknown> {
  const sample = readFileSync(sampleConfig, "utf8");
  const config = scenario === steps ? sample : sample.replace("</applicationPoolDefaults>", defaults);
  const world = memoryWorld(config, { APPCMD_EMULATOR_ASSUME: assumed });
  const host = memoryTransport(world);
  for (const [step, requests] of scenario) {
    for (const time of ["first", "second"]) {
      const outcomes = await applyRequests(
        host,
        requests().map((request) =>
          time === "first" || request.kind === "remove" ? request : { ...request, mustBeNew: false },
        ),
      );
      for (const outcome of outcomes) {
        if (!outcome.ok) throw new Error(`${step}, ${time} time: ${outcome.error.message}`);
        if (time === "second") expect([step, outcome.change]).toEqual([step, undefined]);
      }
    }
  }
  const { pools } = await inspectHost(host);
  const touched = [...pools.values()].filter(({ name }) => scenario === steps || name !== "Legacy .NET v2.0");
  return JSON.parse(JSON.stringify(touched)) as unknown;
}

describe("the provider, whatever appcmd really does where there is no evidence,", () => {
  it.each(flips)("reaches the same end state under %s", async (flip) => {
    expect(sorted(await endState(flip))).toEqual(sorted(await endState("")));
  });

  it.each(flips)("reaches the same end state under %s where collections are inherited", async (flip) => {
    expect(sorted(await endState(flip, stepsWithDefaults))).toEqual(sorted(await endState("", stepsWithDefaults)));
  });
});

/** The order of pools and schedules says nothing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, sorted(inner)]));
}

describe("what goes back to its inherited entries, where clear config empties it,", () => {
  const config = readFileSync(sampleConfig, "utf8")
    .replace("</applicationPoolDefaults>", defaults)
    .replace('<add name="DefaultAppPool" />', `<add name="DefaultAppPool">${own}</add>`);
  const takenBack = (target: Desired["target"]): Request => ({
    kind: "ensure",
    desired: { target, settings: {}, inherit: [schedule] },
  });

  it.each([
    ["of a pool is written out", { pool: "DefaultAppPool" }, ["05:00:00", "07:00:00"], ["05:00:00"], 2],
    ["of the defaults is empty, as IIS has it", "applicationPoolDefaults", ["05:00:00"], undefined, 1],
  ] as const)("%s, and the next time nothing is written", async (_what, target, from, to, commits) => {
    const world = memoryWorld(config, { APPCMD_EMULATOR_ASSUME: "clear-config-on-collection=empties" });
    const replaced = jest.spyOn(world.files, "replace");
    const host = memoryTransport(world);
    const once = await applyRequests(host, [takenBack(target)]);
    expect(once).toMatchObject([{ ok: true, change: { settings: [{ path: schedule, from, to }] } }]);
    const writes = () => replaced.mock.calls.filter(([path]) => path === configPath).length;
    expect(writes()).toBe(commits);
    expect(await applyRequests(host, [takenBack(target)])).toMatchObject([{ ok: true, change: undefined }]);
    expect(writes()).toBe(commits);
  });
});

describe("a name outside ASCII, where appcmd prints in the code page of the console,", () => {
  const russian = { APPCMD_EMULATOR_LANG: "ru", APPCMD_EMULATOR_ASSUME: "output-encoding=oem" };
  const life: Request[] = [
    ensure("Магазин", { environmentVariables: { ИМЯ: "тест" } }, { mustBeNew: true }),
    ensure("Магазин", { queueLength: 2000 }),
    { kind: "remove", pool: "Магазин" },
  ];

  it("is created, changed and deleted as in UTF-8", async () => {
    const host = memoryTransport(memoryWorld(readFileSync(sampleConfig, "utf8"), russian));
    const seen = [];
    for (const request of life) {
      seen.push(await applyRequests(host, [request]));
      seen.push([...(await inspectHost(host)).pools.keys()].includes("магазин"));
    }
    expect(seen).toMatchObject([
      [{ ok: true, change: { kind: "create" }, pool: { settings: { environmentVariables: { ИМЯ: "тест" } } } }],
      true,
      [{ ok: true, change: { kind: "update" }, pool: { settings: { queueLength: 2000 } } }],
      true,
      [{ ok: true, change: { kind: "delete" } }],
      false,
    ]);
  });

  it("is refused, and nothing is written, where that code page does not have it", async () => {
    const config = readFileSync(sampleConfig, "utf8").replace('name="DefaultAppPool"', 'name="Магазин"');
    const world = memoryWorld(config, { APPCMD_EMULATOR_ASSUME: "output-encoding=oem" });
    expect(await applyRequests(memoryTransport(world), life.slice(1, 2))).toMatchObject([
      {
        ok: false,
        sent: false,
        error: { code: "UNREADABLE_OUTPUT", message: expect.stringContaining("cannot be read in code page 850") },
      },
    ]);
    expect(world.config()).toBe(config);
  });
});

describe("facts/assumptions.json", () => {
  const sources = readdirSync(join(__dirname, "../../emulator"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(__dirname, "../../emulator", file), "utf8"))
    .join("\n");

  it.each(allAssumptions.map(({ id }) => id))("%s is known once, says what it decides, and decides something", (id) => {
    const entries = allAssumptions.filter((one) => one.id === id);
    expect(entries).toHaveLength(1);
    expect(entries[0]!.what).not.toBe("");
    expect(entries[0]!.source).not.toBe("");
    expect(entries[0]!.others).not.toHaveLength(0);
    expect(entries[0]!.others).not.toContain(entries[0]!.value);
    expect(sources.includes(`"${id}"`)).toBe(true);
  });

  it.each([
    ["no-such=1", 'there is no assumption "no-such"'],
    ["enum-case=maybe", '"enum-case" cannot be "maybe"; it can be refused, accepted.'],
  ])("a flip %s is refused in words", (flip, message) => {
    const { exitCode, stdout } = memoryWorld("<configuration />", { APPCMD_EMULATOR_ASSUME: flip }).appcmd(
      "list",
      "apppool",
    );
    expect(exitCode).toBe(87);
    expect(stdout).toContain(`APPCMD_EMULATOR_ASSUME: ${message}`);
  });
});
