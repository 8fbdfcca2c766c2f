import { describeChange, joinChanges, type PoolChange } from "../../provider/plan/change/change";
import { desiredOf } from "../../provider/plan/change/desired";
import { diffDesired } from "../../provider/plan/change/diff";
import { unsupportedSettings } from "../../provider/plan/change/refusals";
import { protectSettings, type Settings } from "../../provider/settings/value";
import { liveHost } from "./live";

const shop = { pool: "Shop" };
const password = "processModel.password";
const schedule = "recycling.periodicRestart.schedule";

describe("the difference between desired and live", () => {
  it.each([
    ["a value", { queueLength: 1000 }, { queueLength: 2000 }, ["queueLength 1000 -> 2000"]],
    ["nothing", { queueLength: 1000 }, { queueLength: 1000 }, []],
    ["what is not declared", { queueLength: 1000, autoStart: true }, { queueLength: 1000 }, []],
    [
      "a time that means the same",
      { "recycling.periodicRestart.time": "1.05:00:00" },
      { "recycling.periodicRestart.time": "29:00:00" },
      [],
    ],
    [
      "the empty text",
      { managedRuntimeVersion: "v4.0" },
      { managedRuntimeVersion: "" },
      [expect.stringMatching(/^managedRuntimeVersion v4.0 -> No Managed Code/)],
    ],
    ["a list", { [schedule]: ["03:00:00"] }, { [schedule]: [] }, [`${schedule} 03:00 -> (none)`]],
  ])("sees %s", (_what, live, settings, lines) => {
    const change = diffDesired(desiredOf(shop, { settings }), liveHost({ Shop: live }));
    expect(change === undefined ? [] : describeChange(change)).toEqual(lines);
  });

  it("finds a pool whatever its case and keeps the live spelling", () => {
    const change = diffDesired(
      desiredOf({ pool: "SHOP" }, { settings: { queueLength: 1 } }),
      liveHost({ Shop: { queueLength: 2 } }),
    );
    expect(change).toMatchObject({ kind: "update", target: { pool: "Shop" } });
  });

  it("creates a pool that is missing, with every declared setting", () => {
    const change = diffDesired(desiredOf(shop, { settings: { queueLength: 1 } }), liveHost({ Other: {} }));
    expect(change).toEqual({
      kind: "create",
      target: shop,
      settings: [{ path: "queueLength", from: undefined, to: 1 }],
    });
  });

  it("leaves a collection of a new pool for later where the defaults bring entries into it", () => {
    const live = liveHost({}, { explicit: {}, inherited: { [schedule]: ["05:00:00"] } });
    const change = diffDesired(desiredOf(shop, { settings: { queueLength: 1, [schedule]: ["05:00:00"] } }), live);
    expect(change).toMatchObject({ kind: "create", settings: [{ path: "queueLength" }] });
  });

  it("sees another password and tells neither", () => {
    const live = liveHost({ Shop: protectSettings({ [password]: "canary-live" }) });
    const change = diffDesired(desiredOf(shop, { settings: { [password]: "canary-desired" } }), live);
    expect(describeChange(change!)).toEqual(["processModel.password [secret] -> [secret]"]);
    expect(diffDesired(desiredOf(shop, { settings: { [password]: "canary-live" } }), live)).toBeUndefined();
  });
});

describe("what is declared no more", () => {
  const desired = desiredOf(shop, { settings: {} }, ["queueLength"]);

  it("goes back to its inherited value where it is explicit", () => {
    const live = liveHost({ Shop: { queueLength: 2000 } }, { explicit: { Shop: { queueLength: 2000 } } });
    expect(diffDesired(desired, live)).toMatchObject({
      settings: [{ path: "queueLength", from: 2000, to: undefined }],
    });
  });

  it("is left alone where it is inherited already", () => {
    expect(diffDesired(desired, liveHost({ Shop: { queueLength: 2000 } }, { explicit: { Shop: {} } }))).toBeUndefined();
  });

  it("of a map loses its own entries only", () => {
    const live = liveHost(
      { Shop: { environmentVariables: { OWN: "1", INHERITED: "2" } } },
      { explicit: { Shop: { environmentVariables: { own: "1" } } } },
    );
    const change = diffDesired(desiredOf(shop, { settings: {} }, ["environmentVariables"]), live);
    expect(change).toMatchObject({ settings: [{ to: { INHERITED: "2" } }] });
  });

  describe("of a list", () => {
    const taken = desiredOf(shop, { settings: {} }, [schedule]);
    const inherited = { [schedule]: ["05:00:00"] };
    const liveWith = (times: string[]) =>
      liveHost({ Shop: { [schedule]: times } }, { explicit: { Shop: { [schedule]: times } }, inherited });

    it("is cleared where its entries are others than the inherited ones", () => {
      expect(diffDesired(taken, liveWith([]))).toMatchObject({ settings: [{ from: [], to: undefined }] });
    });

    it("is written out where it was cleared and is explicit still", () => {
      const change = diffDesired(taken, liveWith([]), [schedule]);
      expect(change).toMatchObject({ settings: [{ from: [], to: ["05:00:00"] }] });
    });

    it.each([[[]], [[schedule]]])(
      "is left alone where it has the inherited entries already (cleared: %j)",
      (cleared) => {
        expect(diffDesired(taken, liveWith(["05:00:00"]), cleared)).toBeUndefined();
      },
    );
  });

  it("of an account is emptied together with the new identity type, so that one commit does both", () => {
    const account = { "processModel.userName": "CORP\\svc", [password]: "old" };
    const live = liveHost(
      { Shop: protectSettings({ "processModel.identityType": "SpecificUser", ...account }) },
      { explicit: { Shop: protectSettings(account) } },
    );
    const change = diffDesired(
      desiredOf(shop, { settings: { "processModel.identityType": "NetworkService" } }, Object.keys(account)),
      live,
    );
    expect(describeChange(change!)).toEqual([
      "processModel.identityType SpecificUser -> NetworkService",
      'processModel.userName CORP\\svc -> ""',
      "processModel.password [secret] -> (none)",
    ]);
  });
});

describe("an account that is left over", () => {
  const identityType = "processModel.identityType";
  const userName = "processModel.userName";
  const account = protectSettings({ [userName]: "CORP\\svc", [password]: "canary" });
  const removal = ['processModel.userName CORP\\svc -> ""', "processModel.password [secret] -> (none)"];
  const lines = (settings: Record<string, string>, ...live: Parameters<typeof liveHost>): string[] => {
    const change = diffDesired(desiredOf(shop, { settings }), liveHost(...live));
    return change === undefined ? [] : describeChange(change);
  };

  it.each([
    ["is removed where another identity is declared", { [identityType]: "NetworkService" }, "NetworkService", removal],
    ["stays where no identity is declared", { queueLength: "1" }, "NetworkService", []],
    [
      "loses its password only beside a managed service account",
      { [identityType]: "SpecificUser", [userName]: "CORP\\svc$" },
      "SpecificUser",
      ["processModel.userName CORP\\svc -> CORP\\svc$", "processModel.password [secret] -> (none)"],
    ],
    [
      "is told once where no account is declared in so many words",
      { [identityType]: "NetworkService", [userName]: "" },
      "NetworkService",
      removal,
    ],
  ])("%s", (_what, settings, type, expected) => {
    const live = { [identityType]: type, queueLength: "1", ...account };
    expect(lines(settings, { Shop: live }, { explicit: { Shop: live } })).toEqual(expected);
  });

  it.each<[string, Settings, Settings]>([
    ["is inherited", {}, account],
    ["is written empty", protectSettings({ [userName]: "", [password]: "" }), {}],
    ["is written empty over an inherited one", protectSettings({ [userName]: "", [password]: "" }), account],
  ])("is no difference where it %s", (_what, own, inherited) => {
    const effective = { [identityType]: "LocalService", ...inherited, ...own };
    const more = { explicit: { Shop: own }, inherited };
    expect(lines({ [identityType]: "LocalService" }, { Shop: effective }, more)).toEqual([]);
  });

  it.each([
    ["a pool runs with it", "SpecificUser", {}, []],
    ["a pool that runs with an account has its own", "SpecificUser", account, removal],
    ["no pool runs with an account", "NetworkService", {}, removal],
  ])("in applicationPoolDefaults, where %s", (_what, type, own, expected) => {
    const defaults = { [identityType]: "NetworkService", ...account };
    const pools = { Shop: { ...defaults, [identityType]: type } };
    const live = liveHost(pools, { explicit: { Shop: own }, inherited: defaults, defaults });
    const change = diffDesired(
      desiredOf("applicationPoolDefaults", { settings: { [identityType]: "NetworkService" } }),
      live,
    );
    expect(change === undefined ? [] : describeChange(change)).toEqual(expected);
  });
});

describe("the run-time state", () => {
  it.each([
    ["Started", "Stopped", true],
    ["Stopping", "Stopped", false],
    ["Starting", "Started", false],
    ["Stopped", "Started", true],
    ["Unknown", "Started", false],
  ] as const)("%s against %s differs: %s", (state, desired, differs) => {
    const live = liveHost({ Shop: { autoStart: desired === "Started" } }, { state });
    expect(diffDesired(desiredOf(shop, { state: desired, settings: {} }), live) !== undefined).toBe(differs);
  });

  it("brings the autoStart that makes it last, unless that is declared", () => {
    expect(desiredOf(shop, { state: "Stopped", settings: {} }).settings).toEqual({ autoStart: false });
    expect(desiredOf(shop, { state: "Stopped", settings: { autoStart: true } }).settings).toEqual({ autoStart: true });
  });
});

describe("settings that the host's IIS lacks", () => {
  const live = liveHost({ Any: { queueLength: 1000 } });

  it("are named with the version that brought them", () => {
    const faults = unsupportedSettings(
      desiredOf(shop, { settings: { "processModel.idleTimeoutAction": "Suspend" } }),
      live,
    );
    expect(faults).toEqual([{ path: "processModel.idleTimeoutAction", message: expect.stringContaining("IIS 8.5") }]);
  });

  it("are no fault where nothing is wanted of them", () => {
    expect(unsupportedSettings(desiredOf(shop, { settings: { environmentVariables: {} } }), live)).toEqual([]);
    expect(unsupportedSettings(desiredOf(shop, { settings: { environmentVariables: { A: "1" } } }), live)).toHaveLength(
      1,
    );
  });

  it("cannot be told on a host without pools", () => {
    expect(unsupportedSettings(desiredOf(shop, { settings: { "cpu.limit": 1 } }), liveHost({}))).toEqual([]);
  });
});

describe("two changes in a row", () => {
  it("are one, with the later values, seen from where the first began", () => {
    const create: PoolChange = {
      kind: "create",
      target: shop,
      settings: [{ path: "queueLength", from: undefined, to: 1 }],
    };
    const update: PoolChange = {
      kind: "update",
      target: shop,
      settings: [
        { path: "queueLength", from: 1, to: 2 },
        { path: "autoStart", from: true, to: false },
      ],
      state: { from: "Started", to: "Stopped" },
    };
    expect(joinChanges(create, update)).toEqual({
      kind: "create",
      target: shop,
      settings: [
        { path: "queueLength", from: undefined, to: 2 },
        { path: "autoStart", from: true, to: false },
      ],
      state: { from: "Started", to: "Stopped" },
    });
    expect(joinChanges(undefined, create)).toBe(create);
  });
});
