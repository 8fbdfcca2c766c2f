import { manifestText } from "../../provider/dsc/manifest";
import { makeServers, sample, type Servers } from "../cli/servers";
import { DscDriver, failureOf } from "./driver";

const connection = { configFile: "lab.config" };
let servers: Servers;
let dsc: DscDriver;

beforeEach(() => {
  servers = makeServers({ lab: sample });
  dsc = new DscDriver(manifestText("iispools"), servers.call);
});

afterEach(() => {
  servers.dispose();
});

/** The writes since the last time, in words. */
function takeWrites(): string[] {
  return servers
    .at("lab")
    .takeCalls()
    .filter((call) => !call.startsWith("list "));
}

const shop = {
  connection,
  pools: [
    { name: "Shop", queueLength: 2000, recycling: { periodicRestart: { time: "29h", schedule: ["03:00"] } } },
    { name: "DefaultAppPool", queueLength: 1500, state: "Started" },
  ],
  applicationPoolDefaults: { processModel: { idleTimeout: "0" } },
};

describe("get", () => {
  it("has the actual values of what is declared, and says which pools do not exist", async () => {
    expect(await dsc.get(shop)).toEqual({
      connection,
      pools: [
        { name: "Shop", _exist: false },
        { name: "DefaultAppPool", _exist: true, queueLength: 1000, state: "Started" },
      ],
      applicationPoolDefaults: { processModel: { idleTimeout: "20m" } },
      _inDesiredState: null,
    });
    expect(takeWrites()).toEqual([]);
  });

  it("finds a pool whatever the letter case of its name, and has nothing of it besides what is declared", async () => {
    const { pools } = await dsc.get({
      connection,
      pools: [{ name: "DEFAULTAPPPOOL" }, { name: "Old", _exist: false }],
    });
    expect(pools).toEqual([
      { name: "DefaultAppPool", _exist: true },
      { name: "Old", _exist: false },
    ]);
  });
});

describe("set", () => {
  it("writes once after a backup, and a second run writes nothing", async () => {
    expect(await dsc.test(shop)).toMatchObject({
      inDesiredState: false,
      differing: ["pools", "applicationPoolDefaults"],
    });
    const set = await dsc.set(shop);
    expect(takeWrites()).toEqual(["add backup", "set config"]);
    expect(set.differing).toEqual(["pools", "applicationPoolDefaults"]);
    expect(set.state).toEqual({
      connection,
      pools: [
        {
          name: "Shop",
          _exist: true,
          queueLength: 2000,
          recycling: { periodicRestart: { time: "29h", schedule: ["03:00"] } },
        },
        { name: "DefaultAppPool", _exist: true, queueLength: 1500, state: "Started" },
      ],
      applicationPoolDefaults: { processModel: { idleTimeout: "0s" } },
      _inDesiredState: null,
    });
    expect(dsc.traces.info?.at(-1)).toContain("backup iispools-20261121-101530");
    const config = servers.at("lab").config();
    expect(await dsc.set(shop)).toMatchObject({ differing: [], state: set.state });
    expect(await dsc.test(shop)).toMatchObject({ inDesiredState: true, differing: [] });
    expect(takeWrites()).toEqual([]);
    expect(servers.at("lab").config()).toBe(config);
    await dsc.raw(["dsc", "test"], JSON.stringify(shop));
    const reads = servers.at("lab").takeCalls();
    await dsc.raw(["dsc", "set"], JSON.stringify(shop));
    expect(servers.at("lab").takeCalls()).toEqual(reads);
  });

  it("reaches what is declared from its own output", async () => {
    const { state } = await dsc.set(shop);
    expect(await dsc.test(state)).toMatchObject({ inDesiredState: true });
  });

  it("names only the property that differs", async () => {
    const { pools } = shop;
    expect((await dsc.set({ connection, pools })).differing).toEqual(["pools"]);
    expect((await dsc.set(shop)).differing).toEqual(["applicationPoolDefaults"]);
  });

  it("deletes a pool only if the instance allows that, and not one that applications use", async () => {
    const gone = (name: string): object => ({ connection, pools: [{ name, _exist: false, queueLength: 2000 }] });
    await dsc.set({ connection, pools: [{ name: "Old" }] });
    takeWrites();
    const refused = await failureOf(dsc.set(gone("Old")));
    expect(refused.message).toContain('add to the instance: "allow": ["delete"] (NEEDS_FORCE)');
    expect(takeWrites()).toEqual([]);
    const { state } = await dsc.set({ ...gone("OLD"), allow: ["delete"] });
    expect(state.pools).toEqual([{ name: "OLD", _exist: false }]);
    expect(await dsc.test(gone("Old"))).toMatchObject({ inDesiredState: true });
    takeWrites();
    const used = await failureOf(dsc.set({ ...gone("DefaultAppPool"), allow: ["delete"] }));
    expect(used.message).toContain("POOL_IN_USE");
    expect(takeWrites()).toEqual([]);
  });

  it("sets multiInstance: false as the settings that it stands for", async () => {
    const single = { connection, pools: [{ name: "Shop", multiInstance: false }] };
    await dsc.set({ connection, pools: [{ name: "Shop" }] });
    expect((await dsc.get(single)).pools[0]).toMatchObject({ multiInstance: true });
    expect((await dsc.set(single)).state.pools[0]).toEqual({ name: "Shop", _exist: true, multiInstance: false });
    expect(servers.at("lab").config()).toContain('disallowOverlappingRotation="true"');
  });

  it("is refused where the environment allows reading only, unlike what-if", async () => {
    const reading = new DscDriver(manifestText("iispools"), servers.call, { PULUMI_IIS_READ_ONLY: "true" });
    expect((await failureOf(reading.set(shop))).message).toContain("(READ_ONLY)");
    await reading.set(shop, { isWhatIf: true });
    expect(takeWrites()).toEqual([]);
  });

  it("fails with the error of the pool that appcmd refuses", async () => {
    servers.at("lab").fail("refuse:name='Shop'");
    const failure = await failureOf(dsc.set(shop));
    expect(failure.exitCode).toBe(1);
    expect(failure.message).toMatch(/^local: pool "Shop": /);
  });

  it("fails with every operation if the server cannot be read", async () => {
    servers.at("lab").fail("denied");
    for (const operation of ["get", "test", "set", "export"] as const)
      expect((await failureOf(dsc[operation](shop))).message).toMatch(/^local: .*\([A-Z_]+\)$/);
    expect(takeWrites()).toEqual([]);
  });
});

it("is interrupted with the exit code that the manifest declares", async () => {
  const cut = new DscDriver(manifestText("iispools"), (argv, around) =>
    servers.call(argv, { ...around, signal: AbortSignal.abort() }),
  );
  for (const operation of ["get", "test", "set", "export"] as const)
    expect(await failureOf(cut[operation](shop))).toMatchObject({ exitCode: 130, meaning: "Interrupted" });
  expect(takeWrites()).toEqual([]);
});

describe("set with what-if", () => {
  it("has the state after set and the differences, and writes nothing", async () => {
    await dsc.set({ connection, pools: [{ name: "Old" }] });
    takeWrites();
    const config = servers.at("lab").config();
    const pools = [...shop.pools, { name: "Old", _exist: false }];
    const { state, differing } = await dsc.set({ ...shop, pools }, { isWhatIf: true });
    expect(takeWrites()).toEqual([]);
    expect(servers.at("lab").config()).toBe(config);
    expect(differing).toEqual(["pools", "applicationPoolDefaults"]);
    const [created, updated, deleted] = state.pools;
    expect(created).toMatchObject({ name: "Shop", _exist: true, queueLength: 2000 });
    expect(created?._metadata?.whatIf.slice(0, 2)).toEqual(["Would create Shop", "Shop: queueLength 2000"]);
    expect(updated).toMatchObject({ queueLength: 1500 });
    expect(updated?._metadata?.whatIf).toEqual([
      "Would update DefaultAppPool",
      "DefaultAppPool: queueLength 1000 -> 1500",
    ]);
    expect(deleted).toEqual({
      name: "Old",
      _exist: false,
      _metadata: { whatIf: ["Would delete Old"] },
    });
    expect(state._metadata?.whatIf).toEqual([
      "Would update applicationPoolDefaults",
      "applicationPoolDefaults: processModel.idleTimeout 20 min -> off",
      expect.stringMatching(/^set would fail: .*"allow": \["delete"\]$/),
    ]);
  });

  it("has no differences where there are none", async () => {
    await dsc.set(shop);
    const { state, differing } = await dsc.set(shop, { isWhatIf: true });
    expect(differing).toEqual([]);
    expect(JSON.stringify(state)).not.toContain("whatIf");
  });
});

describe("export", () => {
  it("is one instance with all explicit settings, which changes nothing", async () => {
    const [instance, ...others] = await dsc.export({ connection, pools: [] });
    expect(others).toEqual([]);
    expect(instance?.pools.map(({ name }) => name)).toEqual(["DefaultAppPool", "Legacy .NET v2.0"]);
    expect(instance).toHaveProperty("applicationPoolDefaults");
    expect(await dsc.test(instance)).toMatchObject({ inDesiredState: true, differing: [] });
    expect(takeWrites()).toEqual([]);
  });

  it("has only the pools of the filter", async () => {
    const [instance] = await dsc.export({ connection, pools: [{ name: "defaultapppool" }, { name: "None" }] });
    expect(instance?.pools.map(({ name }) => name)).toEqual(["DefaultAppPool"]);
  });
});
