import { readFileSync } from "node:fs";
import { join } from "node:path";
import { importMetabase } from "../../provider/plan/import-metabase";
import { metabaseProperties } from "../../provider/plan/metabase-properties";
import { findAttribute } from "../../provider/schema/app-pool-attributes";
import { Secret } from "../../provider/secret";

const text = readFileSync(join(__dirname, "metabase/windows-2003.xml"), "utf8");

/** A metabase with one pool, with these properties at the pool and at what it inherits from. */
function onePool(properties: string, inherited = ""): string {
  return `<configuration><MBProperty>
<IIsApplicationPools Location="/LM/W3SVC/AppPools" ${inherited}></IIsApplicationPools>
<IIsApplicationPool Location="/LM/W3SVC/AppPools/Shop" ${properties}></IIsApplicationPool>
</MBProperty></configuration>`;
}

describe("pools of IIS 6", () => {
  const { pools, notes } = importMetabase(text);
  const byName = new Map(pools.map((pool) => [pool.name, pool]));

  it("are those below /LM/W3SVC/AppPools, but those that IIS 7 cannot name", () => {
    expect([...byName.keys()]).toEqual(["DefaultAppPool", "Shop", "Legacy"]);
    expect(notes).toContainEqual(expect.stringMatching(/^pool "Shop & Friends" is left out: /));
  });

  it("have their own settings in the units of IIS 7", () => {
    expect(byName.get("Shop")?.settings).toMatchObject({
      queueLength: 4000,
      "cpu.action": "KillW3wp",
      "cpu.limit": 50_000,
      "recycling.disallowRotationOnConfigChange": true,
      "processModel.idleTimeout": "00:00:00",
      "recycling.logEventOnRecycle": ["Time", "Memory", "PrivateMemory"],
      "recycling.periodicRestart.memory": 512_000,
      "recycling.periodicRestart.requests": 35_000,
      "recycling.periodicRestart.schedule": ["03:00:00", "15:30:00"],
      "recycling.periodicRestart.time": "00:00:00",
    });
  });

  it("inherit from /LM/W3SVC/AppPools", () => {
    expect(byName.get("DefaultAppPool")?.settings).toMatchObject({
      autoStart: true,
      queueLength: 1000,
      "processModel.identityType": "NetworkService",
      "processModel.idleTimeout": "00:20:00",
      "processModel.shutdownTimeLimit": "00:01:00",
      "recycling.periodicRestart.time": "1.05:00:00",
      "recycling.periodicRestart.schedule": [],
      "recycling.logEventOnRecycle": ["Time", "Memory", "PrivateMemory"],
      "failure.loadBalancerCapabilities": "HttpLevel",
      "failure.rapidFailProtectionInterval": "00:05:00",
    });
    expect(byName.get("Shop")?.settings).toMatchObject({ "processModel.pingInterval": "00:00:30" });
  });

  it("name a variable for a password, and hold nothing of the encrypted one", () => {
    const shop = byName.get("Shop");
    expect(shop?.settings["processModel.password"]).toBeInstanceOf(Secret);
    expect(shop?.secretNames).toEqual({ "processModel.password": "SHOP_PASSWORD" });
    expect(byName.get("DefaultAppPool")?.settings).not.toHaveProperty(["processModel.userName"]);
    expect(JSON.stringify([pools, notes])).not.toContain("canary");
  });

  it("are told what of them has no counterpart, or no value that IIS 7 takes", () => {
    const told = notes.filter((note) => !note.startsWith("pool "));
    expect(told).toEqual([
      "Shop: AppPoolAllowKeepAlive is left out: IIS 7 has no such setting",
      "Shop: UnknownName_48021 is left out: it is no property of IIS itself",
      expect.stringMatching(/^Legacy: IdleTimeout is left out: .* out of range/),
      expect.stringMatching(/^Legacy: processModel.userName is left out: has no effect with identityType LocalSystem/),
    ]);
  });
});

test.each([
  ['LogEventOnRecycle="255"', "recycling.logEventOnRecycle", 8],
  ['LogEventOnRecycle="4"', "recycling.logEventOnRecycle", ["Schedule"]],
  ['LogEventOnRecycle="0"', "recycling.logEventOnRecycle", []],
  ['LogEventOnRecycle="AppPoolRecycleIsapiUnhealthy"', "recycling.logEventOnRecycle", ["IsapiUnhealthy"]],
  ['AppPoolIdentityType="1"', "processModel.identityType", "LocalService"],
  ['PeriodicRestartSchedule="3:05&#10;03:05"', "recycling.periodicRestart.schedule", ["03:05:00"]],
  ['RapidFailProtection="FALSE"', "failure.rapidFailProtection", false],
  ['PingingEnabled="1"', "processModel.pingingEnabled", true],
  ['CPUResetInterval="1440"', "cpu.resetInterval", "1.00:00:00"],
  ['StartupTimeLimit="90"', "processModel.startupTimeLimit", "00:01:30"],
  ['LoadBalancerCapabilities="1"', "failure.loadBalancerCapabilities", "TcpLevel"],
])("%s is %s %j", (property, path, value) => {
  const { pools, notes } = importMetabase(onePool(property, 'PeriodicRestartSchedule="01:00" MaxProcesses="2"'));
  const found = pools[0]?.settings[path];
  expect(notes).toEqual([]);
  expect(typeof value === "number" ? (found as readonly string[]).length : found).toEqual(value);
  expect(pools[0]?.settings["processModel.maxProcesses"]).toBe(2);
});

test("every property leads to a setting, and no two to the same", () => {
  const paths = Object.values(metabaseProperties).map(({ path }) => path);
  expect(paths.filter((path) => findAttribute(path) === undefined)).toEqual([]);
  expect(new Set(paths).size).toBe(paths.length);
});

test("what is no number or no time is told and left out", () => {
  const { pools, notes } = importMetabase(onePool('IdleTimeout="soon" PeriodicRestartSchedule="25:00"'));
  expect(pools[0]?.settings).toEqual({});
  expect(notes).toEqual([
    expect.stringMatching(/^Shop: IdleTimeout is left out: expected a duration/),
    expect.stringMatching(/^Shop: PeriodicRestartSchedule is left out: expected a time of day/),
  ]);
});
