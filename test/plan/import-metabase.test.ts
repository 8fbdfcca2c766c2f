import { readFileSync } from "node:fs";
import { join } from "node:path";
import { importMetabase } from "../../provider/plan/import/metabase";
import { findMetabaseProperty, metabaseProperties } from "../../provider/plan/import/metabase-values";
import { findAttribute } from "../../provider/settings/app-pool-attributes";
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
    expect(notes).toContainEqual(expect.stringMatching(/^pool "Shop & Friends" is omitted: /));
  });

  it("are there once, whatever the letter case of their keys", () => {
    const twice = onePool('IdleTimeout="5"').replace("</MBProperty>", (end) =>
      ["Shop", "SHOP"]
        .map((name) => `<IIsApplicationPool Location="/LM/W3SVC/AppPools/${name}" IdleTimeout="7"/>`)
        .concat(end)
        .join("\n"),
    );
    const read = importMetabase(twice);
    expect(read.pools).toMatchObject([{ name: "Shop", settings: { "processModel.idleTimeout": "00:05:00" } }]);
    expect(read.notes).toEqual([
      'pool "Shop" is omitted: the file already has it, as "Shop"',
      'pool "SHOP" is omitted: the file already has it, as "Shop"',
    ]);
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
      "Shop: AppPoolAllowKeepAlive is omitted: IIS 7 has no such setting",
      "Shop: UnknownName_48021 is omitted: it is not a property of IIS itself",
      expect.stringMatching(/^Legacy: IdleTimeout is omitted: must be between/),
      expect.stringMatching(/^Legacy: processModel.userName is omitted: has no effect with identityType LocalSystem/),
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
  const paths = metabaseProperties.map(({ path }) => path);
  expect(paths.filter((path) => findAttribute(path) === undefined)).toEqual([]);
  expect(new Set(paths).size).toBe(paths.length);
  expect(new Set(metabaseProperties.map(({ id }) => id)).size).toBe(paths.length);
});

test("what is no number or no time is told and left out", () => {
  const { pools, notes } = importMetabase(onePool('IdleTimeout="soon" PeriodicRestartSchedule="25:00"'));
  expect(pools[0]?.settings).toEqual({});
  expect(notes).toEqual([
    expect.stringMatching(/^Shop: IdleTimeout is omitted: must be a duration/),
    expect.stringMatching(/^Shop: PeriodicRestartSchedule is omitted: must be a time of day/),
  ]);
});

/** The properties of the IIS 6.0 SDK's IIsApplicationPoolSetting that are no orders, states or access lists. */
const microsofts =
  `AppPoolAutoStart AppPoolIdentityType AppPoolQueueLength AutoShutdownAppPoolExe AutoShutdownAppPoolParams
  CPUAction CPULimit CPUResetInterval DisallowOverlappingRotation DisallowRotationOnConfigChange IdleTimeout
  LoadBalancerCapabilities LogEventOnRecycle MaxProcesses OrphanActionExe OrphanActionParams OrphanWorkerProcess
  PeriodicRestartMemory PeriodicRestartPrivateMemory PeriodicRestartRequests PeriodicRestartSchedule PeriodicRestartTime
  PingingEnabled PingInterval PingResponseTime RapidFailProtection RapidFailProtectionInterval
  RapidFailProtectionMaxCrashes ShutdownTimeLimit SMPAffinitized SMPProcessorAffinityMask StartupTimeLimit WAMUserName
  Enable32BitAppOnWin64`.split(/\s+/);

test("every property of Microsoft's list is known, in any letter case", () => {
  expect(microsofts.filter((name) => findMetabaseProperty(name) === undefined)).toEqual([]);
  expect(microsofts.filter((name) => findMetabaseProperty(name.toUpperCase()) === undefined)).toEqual([]);
});

describe("what pools of IIS 6 inherit", () => {
  const is32Bit = (xml: string): unknown => importMetabase(xml).pools[0]?.settings["enable32BitAppOnWin64"];

  it.each(["Enable32bitAppOnWin64", "Enable32BitAppOnWin64", "ENABLE32BITAPPONWIN64"])(
    "%s of AppPools is enable32BitAppOnWin64 of every pool, but of one that says otherwise",
    (name) => {
      expect(is32Bit(onePool("", `${name}="TRUE"`))).toBe(true);
      expect(is32Bit(onePool("", `${name}="1"`))).toBe(true);
      expect(is32Bit(onePool(`${name}="FALSE"`, `${name}="TRUE"`))).toBe(false);
      expect(importMetabase(onePool("", `${name}="TRUE"`)).notes).toEqual([]);
    },
  );

  it("Enable32BitAppOnWin64 at the web service, where Microsoft documents it, and nothing else from there", () => {
    const xml = onePool("").replace(
      "<IIsApplicationPools",
      '<IIsWebService Location="/LM/W3SVC" Enable32BitAppOnWin64="TRUE" WAMUserName="IWAM_X" IdleTimeout="7"/>$&',
    );
    expect(importMetabase(xml)).toEqual({
      pools: [expect.objectContaining({ settings: { enable32BitAppOnWin64: true } })],
      notes: [],
    });
  });

  it("not AppPoolAutoStart, which the schema does not hand down", () => {
    const { pools, notes } = importMetabase(onePool("", 'AppPoolAutoStart="FALSE"'));
    expect(pools[0]?.settings).toEqual({});
    expect(notes).toEqual(["AppPools: AppPoolAutoStart is omitted: pools do not inherit it"]);
  });

  it("not what they override with a value that IIS 7 cannot have", () => {
    const { pools, notes } = importMetabase(onePool('IdleTimeout="99999"', 'IdleTimeout="20"'));
    expect(pools[0]?.settings).toEqual({});
    expect(notes).toEqual([expect.stringMatching(/^Shop: IdleTimeout is omitted: must be between/)]);
  });
});

describe("numbers of IIS 6 that do not mean themselves", () => {
  it.each<[string, string, unknown, RegExp | undefined]>([
    ['AppPoolQueueLength="0"', "queueLength", 65_535, /AppPoolQueueLength is unlimited in IIS 6; here it is 65535/],
    ['AppPoolQueueLength="4294967295"', "queueLength", 65_535, /unlimited/],
    ['IdleTimeout="4294967295"', "processModel.idleTimeout", "00:00:00", undefined],
    ['IdleTimeout="-1"', "processModel.idleTimeout", "00:00:00", undefined],
    ['PeriodicRestartMemory="-1"', "recycling.periodicRestart.memory", 0, undefined],
    ['PeriodicRestartPrivateMemory="0xFFFFFFFF"', "recycling.periodicRestart.privateMemory", 0, undefined],
    ['PeriodicRestartRequests="4294967295"', "recycling.periodicRestart.requests", 0, undefined],
    ['PeriodicRestartTime="4294967295"', "recycling.periodicRestart.time", "00:00:00", undefined],
    ['CPULimit="4294967295"', "cpu.limit", 0, undefined],
    ['ShutdownTimeLimit="4294967295"', "processModel.shutdownTimeLimit", "49.17:02:47", /unlimited/],
    ['SMPProcessorAffinityMask="-1"', "cpu.smpProcessorAffinityMask", 4_294_967_295, undefined],
    ['SMPProcessorAffinityMask="0x0000000F"', "cpu.smpProcessorAffinityMask", 15, undefined],
    ['SMPProcessorAffinityMask="0"', "cpu.smpProcessorAffinityMask", undefined, /omitted: no processor/],
    ['MaxProcesses="0"', "processModel.maxProcesses", undefined, /omitted: 0 means a pool without a worker process/],
    ['CPUAction="1"', "cpu.action", "KillW3wp", undefined],
    ['CPUAction="2"', "cpu.action", undefined, /omitted: 2 is capacity tracing/],
    ['CPUAction="3"', "cpu.action", undefined, /omitted: 3/],
    ['ManagedRuntimeVersion="v2.0"', "managedRuntimeVersion", "v2.0", undefined],
    ['ManagedPipelineMode="1"', "managedPipelineMode", "Classic", undefined],
  ])("%s", (property, path, value, note) => {
    for (const xml of [onePool(property), onePool("", property)]) {
      const { pools, notes } = importMetabase(xml);
      expect(pools[0]?.settings[path]).toEqual(value);
      expect(notes).toEqual(note === undefined ? [] : [expect.stringMatching(note)]);
    }
  });
});

describe("properties that stand as Custom elements", () => {
  const custom = (attributes: string, at: "pool" | "AppPools"): string =>
    onePool("").replace(
      at === "pool" ? "></IIsApplicationPool>" : "></IIsApplicationPools>",
      (end) => `><Custom ${attributes} Type="DWORD" UserType="IIS_MD_UT_SERVER"/>${end.slice(1)}`,
    );

  it.each([
    ['Name="Enable32BitAppOnWin64" ID="9040" Value="1" Attributes="INHERIT"', true],
    ['Name="UnknownName_9040" ID="9040" Value="1"', true],
    ['Name="UnknownName_9040" ID="9040" Value="0"', false],
  ])("%s is the property of that number", (attributes, value) => {
    for (const at of ["pool", "AppPools"] as const) {
      const { pools, notes } = importMetabase(custom(attributes, at));
      expect(notes).toEqual([]);
      expect(pools[0]?.settings).toEqual({ enable32BitAppOnWin64: value });
    }
  });

  it("are inherited as they themselves say", () => {
    const own = importMetabase(custom('Name="IdleTimeout" ID="9005" Value="5" Attributes="NO_ATTRIBUTES"', "AppPools"));
    expect(own.pools[0]?.settings).toEqual({});
    const start = importMetabase(
      custom('Name="AppPoolAutoStart" ID="9028" Value="0" Attributes="INHERIT"', "AppPools"),
    );
    expect(start.pools[0]?.settings).toEqual({ autoStart: false });
  });

  it("never show an encrypted password, whatever it is called", () => {
    const { notes } = importMetabase(custom('Name="UnknownName_7502" ID="7502" Value="canary"', "pool"));
    expect(notes).toEqual([]);
  });
});
