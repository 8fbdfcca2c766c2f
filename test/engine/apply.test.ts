import { join } from "node:path";
import { applyRequests, desiredOf, inspectHost, type Outcome, type Request } from "../../provider/engine";
import { checkPool } from "../../provider/pool-file/pool/app-pool";
import { nestSettings } from "../../provider/settings/paths";
import { withoutWaiting } from "../without-waiting";
import { type OfflineHost, offlineHost, verbs } from "./offline-host";

let host: OfflineHost;

beforeEach(() => {
  host = offlineHost();
});

afterEach(() => {
  host.dispose();
});

type Input = Record<string, unknown>;

function ensure(
  pool: string,
  flat: Input = {},
  more: { mustBeNew?: boolean; inherit?: string[]; state?: string } = {},
): Request {
  const { pool: checked, faults } = checkPool(
    { ...nestSettings(flat), ...(more.state && { state: more.state }) },
    { kind: "pool" },
  );
  expect(faults).toEqual([]);
  const mustBeNew = more.mustBeNew ?? false;
  return { kind: "ensure", desired: desiredOf({ pool }, checked, more.inherit), mustBeNew };
}

function apply(...requests: Request[]): Promise<Outcome[]> {
  return withoutWaiting(() => applyRequests(host.transport, requests));
}

function errorOf(outcome: Outcome | undefined): { code: string; message: string } {
  if (outcome === undefined || outcome.ok) throw new Error("it was to fail");
  return { code: outcome.error.code, message: outcome.error.message };
}

function fault(...faults: string[]): void {
  process.env["APPCMD_EMULATOR_FAULT"] = faults.join(",");
}

const counter = (): string => join(host.configFile, "..", "counter");

describe("applying", () => {
  it("writes all pools in one commit and reads back", async () => {
    const outcomes = await apply(
      ensure("A", { queueLength: 2000 }),
      ensure("B"),
      ensure("DefaultAppPool", { queueLength: 3000 }),
    );
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, true]);
    const calls = host.takeCalls();
    expect(verbs(calls)).toEqual(["list apppool", "set config", "list apppool"]);
    expect(calls.filter(({ commit }) => commit)).toHaveLength(1);
    expect(host.config()).toContain('<add name="A" queueLength="2000" />');
  });

  it("writes nothing where nothing differs", async () => {
    await apply(ensure("DefaultAppPool", { queueLength: 1000, managedRuntimeVersion: "v4.0" }));
    expect(verbs(host.takeCalls())).toEqual(["list apppool"]);
  });

  it("makes every kind of change, and the second time none", async () => {
    const everything = ensure("Everything", {
      queueLength: 2000,
      managedRuntimeVersion: "",
      CLRConfigFile: "%windir%\\100%41 it's",
      "processModel.identityType": "SpecificUser",
      "processModel.userName": "CORP\\o'brien",
      "processModel.password": "p%41'\"&^ <>|`$",
      "processModel.idleTimeout": "5m",
      "recycling.logEventOnRecycle": ["Time", "Memory"],
      "recycling.periodicRestart.privateMemory": "1.5GB",
      "recycling.periodicRestart.schedule": ["03:00", "15:00"],
      "cpu.action": "Throttle",
      environmentVariables: { "A'B": "100%25 it's", C: '&<>"' },
    });
    expect((await apply(everything)).map(({ ok }) => ok)).toEqual([true]);
    host.takeCalls();
    expect((await apply(everything)).map((outcome) => outcome.ok && outcome.change)).toEqual([undefined]);
    expect(verbs(host.takeCalls())).toEqual(["list apppool"]);
    expect(host.config()).not.toContain("p%41");
  });

  it("takes back a setting that is declared no more, and only where it is explicit", async () => {
    await apply(ensure("Legacy .NET v2.0", {}, { inherit: ["processModel.idleTimeout", "queueLength"] }));
    const calls = host.takeCalls();
    expect(calls.filter(({ commit }) => commit).map(({ argv }) => argv.slice(0, 2))).toEqual([["clear", "config"]]);
    const live = await inspectHost(host.transport);
    expect(live.pools.get("legacy .net v2.0")!.settings["processModel.idleTimeout"]).toBe("00:20:00");
  });

  it("brings a schedule to what is declared, inherited times included", async () => {
    await applyRequests(host.transport, [
      {
        kind: "ensure",
        desired: desiredOf("applicationPoolDefaults", {
          settings: { "recycling.periodicRestart.schedule": ["05:00:00"] },
        }),
      },
    ]);
    const wanted = { "recycling.periodicRestart.schedule": ["05:00", "06:00"] };
    const outcomes = await apply(
      ensure("New", wanted, { mustBeNew: true }),
      ensure("DefaultAppPool", { "recycling.periodicRestart.schedule": [] }),
    );
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true]);
    expect(outcomes[0]).toMatchObject({
      change: { kind: "create", settings: [{ path: "recycling.periodicRestart.schedule" }] },
    });
    const live = await inspectHost(host.transport);
    expect(live.pools.get("new")!.settings["recycling.periodicRestart.schedule"]).toEqual(["05:00:00", "06:00:00"]);
    expect(live.pools.get("defaultapppool")!.settings["recycling.periodicRestart.schedule"]).toEqual([]);
  });

  it("changes the defaults of the host", async () => {
    const request: Request = {
      kind: "ensure",
      desired: desiredOf("applicationPoolDefaults", { settings: { startMode: "AlwaysRunning" } }),
    };
    expect((await apply(request))[0]).toMatchObject({ ok: true });
    expect(host.config()).toContain('<applicationPoolDefaults managedRuntimeVersion="v4.0" startMode="AlwaysRunning">');
  });
});

describe("the run-time state", () => {
  it("stops a pool for good and starts it again", async () => {
    expect((await apply(ensure("DefaultAppPool", {}, { state: "Stopped" })))[0]).toMatchObject({
      ok: true,
      pool: { state: "Stopped" },
    });
    expect(verbs(host.takeCalls())).toEqual([
      "list apppool",
      "set config",
      "list apppool",
      "stop apppool",
      "list apppool",
    ]);
    expect((await apply(ensure("DefaultAppPool", {}, { state: "Started" })))[0]).toMatchObject({
      ok: true,
      pool: { state: "Started" },
    });
  });

  it("creates a pool that stays stopped", async () => {
    expect((await apply(ensure("New", {}, { state: "Stopped" })))[0]).toMatchObject({
      ok: true,
      pool: { state: "Stopped" },
    });
  });

  it("tries again while WAS does not know a new pool yet", async () => {
    await apply(ensure("DefaultAppPool", {}, { state: "Stopped" }));
    fault(`start4312:2:${counter()}`);
    expect((await apply(ensure("DefaultAppPool", {}, { state: "Started" })))[0]).toMatchObject({
      ok: true,
      pool: { state: "Started" },
    });
    expect(host.takeCalls().filter(({ exitCode }) => exitCode === 4312)).toHaveLength(2);
  });
});

describe("WAS, between two states right after a commit,", () => {
  it.each(["Started", "Stopped"] as const)(
    "is asked again until a pool is %s, and the settings are committed once",
    async (state) => {
      await apply(ensure("DefaultAppPool", {}, { state: state === "Started" ? "Stopped" : "Started" }));
      host.takeCalls();
      fault(`control1061:2:${counter()}`);
      const [outcome] = await apply(ensure("DefaultAppPool", { queueLength: 1234 }, { state }));
      expect(outcome).toMatchObject({ ok: true, pool: { state } });
      const calls = host.takeCalls();
      expect(calls.filter(({ exitCode }) => exitCode === 1061)).toHaveLength(2);
      expect(calls.filter(({ commit }) => commit)).toHaveLength(1);
    },
  );

  it("is an error with its own words where that lasts", async () => {
    fault(`control1061:99:${counter()}`);
    const [outcome] = await apply(ensure("DefaultAppPool", { queueLength: 1234 }, { state: "Stopped" }));
    expect(errorOf(outcome)).toMatchObject({
      code: "APPCMD_FAILED",
      message: expect.stringMatching(/pool "DefaultAppPool": .*exit code 1061: .*cannot accept control messages/),
    });
    expect(host.config()).toContain('queueLength="1234"');
  });
});

describe("what must not be done", () => {
  it("an existing pool is refused unless it is to be adopted", async () => {
    const before = host.config();
    const [refused, other] = await apply(
      ensure("defaultAPPpool", { queueLength: 50 }, { mustBeNew: true }),
      ensure("B"),
    );
    expect(errorOf(refused)).toMatchObject({ code: "POOL_EXISTS", message: expect.stringContaining("adopt: true") });
    expect(other).toMatchObject({ ok: true });
    expect(host.config().replace(/ *<add name="B" \/>\r\n/, "")).toBe(before);
  });

  it("of two new pools with one name the second is refused, and the first is made", async () => {
    const outcomes = await apply(ensure("Twin", {}, { mustBeNew: true }), ensure("TWIN", {}, { mustBeNew: true }));
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, false]);
    expect(errorOf(outcomes[1])).toMatchObject({
      code: "POOL_EXISTS",
      message: expect.stringContaining("declared twice"),
    });
  });

  it("a pool in use is not removed, and its applications are named", async () => {
    const [outcome] = await apply({ kind: "remove", pool: "Legacy .NET v2.0" });
    expect(errorOf(outcome)).toMatchObject({
      code: "POOL_IN_USE",
      message: expect.stringContaining('"Default Web Site/legacy"'),
    });
    expect((await apply({ kind: "remove", pool: "Legacy .NET v2.0", force: true }))[0]).toMatchObject({ ok: true });
    expect(host.config()).not.toContain('<add name="Legacy');
  });

  it("a pool is not removed whose successor could not be created, and those that free each other's names go together", async () => {
    await apply(ensure("A"), ensure("B"));
    const remove = (pool: string, successor: string): Request => ({ kind: "remove", pool, successor });
    const [blocked, chained] = await apply(remove("A", "DefaultAppPool"), remove("B", "a"));
    expect(errorOf(blocked)).toMatchObject({ code: "POOL_EXISTS", message: expect.stringContaining("not deleted") });
    expect(errorOf(chained)).toMatchObject({ code: "POOL_EXISTS" });
    const inUse = await apply(remove("A", "Legacy .NET v2.0"), remove("Legacy .NET v2.0", "A"));
    expect(inUse.map((outcome) => errorOf(outcome).code)).toEqual(["POOL_EXISTS", "POOL_IN_USE"]);
    const swapped = await apply(remove("A", "B"), remove("B", "A"));
    expect(swapped.map(({ ok }) => ok)).toEqual([true, true]);
  });

  it("removing a pool that is gone is fine and writes nothing", async () => {
    expect((await apply({ kind: "remove", pool: "Nope" }))[0]).toMatchObject({ ok: true });
    expect(verbs(host.takeCalls())).toEqual(["list apppool"]);
  });

  it("a setting that this IIS lacks is refused before anything is written, with its version", async () => {
    process.env["APPCMD_EMULATOR_IIS"] = "7.5";
    const [outcome] = await apply(
      ensure("DefaultAppPool", { "processModel.idleTimeoutAction": "Suspend", queueLength: 20 }),
    );
    expect(errorOf(outcome)).toMatchObject({
      code: "UNSUPPORTED_ATTRIBUTE",
      message: expect.stringContaining("IIS 8.5"),
    });
    expect(verbs(host.takeCalls())).toEqual(["list apppool"]);
  });
});

describe("failures", () => {
  it("of one among many are found by splitting, and the others succeed", async () => {
    fault("refuse:name='Bad'");
    const names = ["A", "B", "Bad", "C", "D"];
    const outcomes = await apply(...names.map((name) => ensure(name, { queueLength: 77 })));
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, false, true, true]);
    expect(errorOf(outcomes[2])).toMatchObject({
      code: "APPCMD_FAILED",
      message: expect.stringContaining('pool "Bad"'),
    });
    for (const name of ["A", "B", "C", "D"]) expect(host.config()).toContain(`<add name="${name}" queueLength="77" />`);
  });

  it("of a single write that appcmd refuses are final: it is not sent again", async () => {
    fault("refuse:queueLength");
    const [outcome] = await apply(ensure("DefaultAppPool", { queueLength: 77 }));
    expect(errorOf(outcome)).toMatchObject({ code: "APPCMD_FAILED" });
    expect(verbs(host.takeCalls())).toEqual(["list apppool", "set config"]);
  });

  it("of a value that no command line carries stay with its pool", async () => {
    const odd = { ...desiredOf({ pool: "Odd" }, { settings: { CLRConfigFile: "a\u0000b" } }) };
    const outcomes = await apply(ensure("A"), { kind: "ensure", desired: odd }, ensure("B"));
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, false, true]);
    expect(errorOf(outcomes[1])).toMatchObject({
      code: "COMMAND_NOT_SAFE",
      message: expect.stringContaining('pool "Odd"'),
    });
  });

  it("of a busy file are tried again after another look", async () => {
    fault(`busy:2:${counter()}`);
    expect((await apply(ensure("A")))[0]).toMatchObject({ ok: true });
    const calls = host.takeCalls();
    expect(calls.map(({ exitCode }) => exitCode)).toEqual([0, 32, 0, 32, 0, 0, 0]);
    expect(calls.filter(({ commit }) => commit)).toHaveLength(1);
  });

  it("of a remote procedure call while reading are tried again", async () => {
    fault(`rpc:2:${counter()}`);
    expect((await apply(ensure("A")))[0]).toMatchObject({ ok: true });
    expect(
      host
        .takeCalls()
        .slice(0, 3)
        .map(({ exitCode }) => exitCode),
    ).toEqual([1726, 1726, 0]);
  });

  it("that appcmd does not report are found by reading back, each value named", async () => {
    fault("drop:queueLength");
    const [bad, good] = await apply(
      ensure("DefaultAppPool", { queueLength: 2000, autoStart: false }),
      ensure("B", { autoStart: false }),
    );
    expect(errorOf(bad)).toMatchObject({
      code: "VERIFY_FAILED",
      message: expect.stringContaining("queueLength 1000 -> 2000"),
    });
    expect(errorOf(bad).message).not.toContain("autoStart");
    expect(good).toMatchObject({ ok: true });
  });

  it("never tell the password", async () => {
    fault("refuse:processModel.password");
    const [outcome] = await apply(
      ensure("DefaultAppPool", {
        "processModel.identityType": "SpecificUser",
        "processModel.userName": "u",
        "processModel.password": "canary%1",
      }),
    );
    expect(errorOf(outcome).message).toContain("[secret]");
    expect(errorOf(outcome).message).not.toMatch(/canary/);
  });

  it("of a write that was killed without a word are decided by another look", async () => {
    let killed = 0;
    const exec: typeof host.transport.exec = async (args) => {
      const result = await host.transport.exec(args);
      return args[0] === "set" && killed++ === 0 ? { exitCode: 1, stdout: "" } : result;
    };
    expect(await applyRequests({ ...host.transport, exec }, [ensure("A")])).toMatchObject([{ ok: true }]);
    expect(host.takeCalls().filter(({ commit }) => commit)).toHaveLength(1);
  });

  it("of a command that hangs are told at once, without trying for ever", async () => {
    const exec = jest.fn(() => Promise.resolve({ exitCode: -1, stdout: "", ended: "timeout" as const }));
    const [outcome] = await applyRequests({ ...host.transport, exec }, [ensure("A")]);
    expect(errorOf(outcome).message).toContain("ended by timeout");
    expect(exec).toHaveBeenCalledTimes(1);
  });

  it("of a host that cannot be read are told of every request", async () => {
    const outcomes = await applyRequests(
      { ...host.transport, exec: () => Promise.resolve({ exitCode: 5, stdout: "ERROR ( message:no rights )" }) },
      [ensure("A"), ensure("B")],
    );
    expect(outcomes.map((outcome) => errorOf(outcome).code)).toEqual(["ACCESS_DENIED", "ACCESS_DENIED"]);
  });
});
