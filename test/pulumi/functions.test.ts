import { functions } from "../../provider/pulumi/core/functions";
import type { Properties } from "../../provider/pulumi/core/resource-inputs";
import { settingAttributes } from "../../provider/settings/app-pool-attributes";
import { flattenSettings } from "../../provider/settings/paths";
import { type OfflineHost, offlineHost, verbs } from "../engine/offline-host";

let host: OfflineHost;

beforeEach(() => {
  host = offlineHost();
});

afterEach(() => {
  delete process.env["APPCMD_EMULATOR_SERVING"];
  host.dispose();
});

async function appcmd(...args: string[]): Promise<void> {
  expect(await host.transport.exec(args)).toMatchObject({ exitCode: 0 });
}

async function call(name: string, args: Properties = {}): Promise<Properties> {
  const called = functions[`iis:index:${name}`]!;
  const all = { connection: { configFile: host.configFile }, ...args };
  expect(called.check(all)).toEqual([]);
  return called.call(all);
}

interface Listed {
  readonly name: string;
  readonly state: string;
  readonly settings: Properties;
  readonly sources: Record<string, string>;
}

describe("getAppPool", () => {
  it("tells the effective settings of a pool, whatever the case of its name, and where each comes from", async () => {
    await appcmd(
      "set",
      "apppool",
      "DefaultAppPool",
      "/queueLength:2000",
      "/+recycling.periodicRestart.schedule.[value='04:30:00']",
    );
    const pool = (await call("getAppPool", { name: "defaultapppool" })) as unknown as Listed & { host: string };
    expect(pool).toMatchObject({
      ...{ name: "DefaultAppPool", host: "applicationHost.config", state: "Started" },
      settings: {
        queueLength: 2000,
        managedRuntimeVersion: "v4.0",
        processModel: { idleTimeout: "00:20:00", maxProcesses: 1 },
        recycling: { periodicRestart: { schedule: ["04:30:00"] } },
      },
    });
    expect(pool.sources).toMatchObject({
      queueLength: "explicit",
      "recycling.periodicRestart.schedule": "explicit",
      managedRuntimeVersion: "inherited",
      "processModel.idleTimeout": "default",
    });
    expect(Object.keys(pool.sources)).toEqual(Object.keys(flattenSettings(pool.settings)));
    expect(Object.keys(pool.sources)).toHaveLength(settingAttributes.length - 1);
  });

  it("tells no password", async () => {
    await appcmd(
      ...["set", "apppool", "DefaultAppPool", "/processModel.identityType:SpecificUser"],
      ...["/processModel.userName:CORP\\svc", "/processModel.password:canary"],
    );
    for (const name of ["getAppPool", "getAppPools"]) {
      const answer = await call(name, name === "getAppPool" ? { name: "DefaultAppPool" } : {});
      expect(JSON.stringify(answer)).toContain("svc");
      expect(JSON.stringify(answer)).not.toMatch(/canary|secret|password/);
    }
  });

  it("says which pools there are where there is none of that name", async () => {
    await expect(call("getAppPool", { name: "DefaultAppPol" })).rejects.toMatchObject({
      code: "POOL_MISSING",
      message: "applicationHost.config: unknown pool `DefaultAppPol`. Did you mean `DefaultAppPool`?",
    });
  });
});

describe("getAppPools", () => {
  it("tells every pool in the order of the server, and <applicationPoolDefaults>, in three reads", async () => {
    const {
      host: name,
      pools,
      applicationPoolDefaults,
    } = (await call("getAppPools")) as unknown as {
      host: string;
      pools: Listed[];
      applicationPoolDefaults: Listed;
    };
    expect(name).toBe("applicationHost.config");
    expect(pools.map((pool) => pool.name)).toEqual(["DefaultAppPool", "Legacy .NET v2.0"]);
    expect(pools.map(({ sources }) => sources["managedRuntimeVersion"])).toEqual(["inherited", "explicit"]);
    expect(applicationPoolDefaults.settings).toMatchObject({ managedRuntimeVersion: "v4.0", queueLength: 1000 });
    expect(applicationPoolDefaults.sources).toMatchObject({
      managedRuntimeVersion: "explicit",
      queueLength: "default",
    });
    expect(verbs(host.takeCalls())).toEqual(["list apppool", "list config", "list config"]);
  });
});

describe("getWorkerProcesses", () => {
  it("tells the worker processes of all pools, or of one, with the pool's state", async () => {
    process.env["APPCMD_EMULATOR_SERVING"] = "*";
    const all = (await call("getWorkerProcesses"))["workerProcesses"] as { pid: number; pool: string; state: string }[];
    expect(all.map(({ pool, state }) => [pool, state])).toEqual([
      ["DefaultAppPool", "Started"],
      ["Legacy .NET v2.0", "Started"],
    ]);
    expect(all.every(({ pid }) => Number.isInteger(pid) && pid > 0)).toBe(true);
    expect(await call("getWorkerProcesses", { pool: "legacy .net V2.0" })).toEqual({
      host: "applicationHost.config",
      workerProcesses: [all[1]],
    });
  });

  it("answers an empty list where nothing runs, and refuses a pool that is not there", async () => {
    expect(await call("getWorkerProcesses")).toEqual({ host: "applicationHost.config", workerProcesses: [] });
    await expect(call("getWorkerProcesses", { pool: "Nope" })).rejects.toMatchObject({ code: "POOL_MISSING" });
  });
});

test.each([
  ["getAppPool", {}, [["name", "is required and must be the name of an application pool"]]],
  ["getAppPool", { name: "a/b" }, [["name", expect.stringContaining("IIS does not allow / in a name")]]],
  [
    "getAppPool",
    { name: "a", pool: "b" },
    [["pool", "unknown key `pool`. Known keys: name, showEnvironment, connection"]],
  ],
  ["getAppPools", { name: "a" }, [["name", "unknown key `name`. Known keys: showEnvironment, connection"]]],
  ["getAppPools", { showEnvironment: "yes" }, [["showEnvironment", "must be true or false, got a text"]]],
  [
    "getWorkerProcesses",
    { pool: 3, connection: { hots: "a" } },
    [
      ["pool", "must be the name of an application pool, got 3"],
      ["connection.hots", expect.stringContaining("unknown key")],
    ],
  ],
] as const)("%s of %j is refused with every fault", (name, args, faults) => {
  const found = functions[`iis:index:${name}`]!.check(args);
  expect(found.map(({ path, message }) => [path, message])).toEqual(faults);
});

test("a host that cannot be asked is one error that names it", async () => {
  const args = { connection: { configFile: "/nowhere/applicationHost.config" }, name: "Shop" };
  await expect(functions["iis:index:getAppPool"]!.call(args)).rejects.toMatchObject({ code: "NO_APPCMD" });
});
