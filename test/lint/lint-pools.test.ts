import { type LintedPool, lintPools, type LintProfile, lintRules } from "../../provider/lint/lint-pools";
import { protectSettings } from "../../provider/settings/value";

const periodic = "recycling.periodicRestart";
const log = "recycling.logEventOnRecycle";
const always = ["IsapiUnhealthy", "OnDemand", "ConfigChange"];
const noOverlap = "recycling.disallowOverlappingRotation";
const maxProcesses = "processModel.maxProcesses";
const password = "processModel.password";

type Declared = Parameters<typeof protectSettings>[0];

/** A pool of a file, with only what a case is about. */
function linted(settings: Declared, more: Partial<LintedPool> = {}): LintedPool {
  return { name: "Shop", settings: protectSettings(settings), isEffective: false, positions: {}, ...more };
}

function found(rule: string, pool: LintedPool): string[] {
  const profile: LintProfile = rule.startsWith("stig-") ? "stig" : "recommended";
  return lintPools([pool], profile)
    .filter((finding) => finding.rule === rule)
    .map(({ message }) => message);
}

const affine = { "cpu.smpAffinitized": true };
const mask = "cpu.smpProcessorAffinityMask";
const userName = "processModel.userName";
const long = "x".repeat(32_768);

const unconditional = {
  [`${periodic}.time`]: "00:00:00",
  [`${periodic}.schedule`]: [],
  [`${periodic}.requests`]: 0,
  [`${periodic}.memory`]: 0,
  [`${periodic}.privateMemory`]: 0,
};

/** Rule, a pool that it flags, what it says, a pool that it leaves alone. */
const cases: readonly (readonly [string, LintedPool, RegExp, LintedPool])[] = [
  [
    "interval-drifts",
    linted({ [`${periodic}.time`]: "1.05:00:00" }),
    /^every 29h is 5h later each day/,
    linted({ [`${periodic}.time`]: "1.00:00:00" }),
  ],
  [
    "interval-drifts",
    linted({ [`${periodic}.time`]: "06:00:00" }),
    /recycles 4 times a day/,
    linted({ [`${periodic}.time`]: "00:00:00" }),
  ],
  [
    "interval-and-schedule",
    linted({ [`${periodic}.time`]: "1.00:00:00", [`${periodic}.schedule`]: ["03:00:00"] }),
    /every 24h and at 03:00:00/,
    linted({ [`${periodic}.time`]: "00:00:00", [`${periodic}.schedule`]: ["03:00:00"] }),
  ],
  [
    "interval-and-schedule",
    linted({ [`${periodic}.time`]: "12:00:00", [`${periodic}.schedule`]: ["03:00:00", "15:00:00"] }),
    /every 12h and at 03:00:00, 15:00:00/,
    linted({ [`${periodic}.time`]: "12:00:00", [`${periodic}.schedule`]: [] }),
  ],
  [
    "reasons-not-logged",
    linted({ [log]: ["Time", ...always], [`${periodic}.schedule`]: ["03:00:00"], [`${periodic}.requests`]: 5 }),
    /add Schedule, Requests$/,
    linted({ [log]: ["Schedule", ...always], [`${periodic}.schedule`]: ["03:00:00"], [`${periodic}.requests`]: 0 }),
  ],
  ["reasons-not-logged", linted({ [log]: ["Time"] }), /add IsapiUnhealthy, OnDemand, ConfigChange$/, linted({})],
  [
    "reasons-not-logged",
    linted({ [log]: ["Time"], environmentVariables: {} }, { isEffective: true }),
    /^recycles for IsapiUnhealthy, OnDemand, ConfigChange leave no event/,
    // Before IIS 10.0 this is the default.
    linted({ [log]: ["Time", "Memory", "PrivateMemory"] }, { isEffective: true }),
  ],
  [
    "memory-limit-low",
    linted({ [`${periodic}.privateMemory`]: 204_799 }),
    /^204799 KB .* is below 200 MB/,
    linted({ [`${periodic}.privateMemory`]: 204_800, [`${periodic}.memory`]: 0 }),
  ],
  [
    "memory-limit-32-bit",
    linted({ enable32BitAppOnWin64: true, [`${periodic}.memory`]: 2_097_153 }),
    /above 2 GB/,
    linted({ enable32BitAppOnWin64: true, [`${periodic}.memory`]: 2_097_152 }),
  ],
  [
    "memory-limit-32-bit",
    linted({ enable32BitAppOnWin64: true, [`${periodic}.privateMemory`]: 3_145_728 }),
    /^3 GB is above 2 GB/,
    linted({ enable32BitAppOnWin64: false, [`${periodic}.privateMemory`]: 3_145_728 }),
  ],
  [
    "requests-limit",
    linted({ [`${periodic}.requests`]: 35_000 }),
    /after 35000 requests/,
    linted({ [`${periodic}.requests`]: 0 }),
  ],
  [
    "overlap-disabled",
    linted({ [noOverlap]: true }),
    /declare multiInstance: false/,
    linted({ [noOverlap]: true }, { multiInstance: false }),
  ],
  [
    "rapid-fail-off",
    linted({ "failure.rapidFailProtection": false }),
    /without end/,
    linted({ "failure.rapidFailProtection": true }),
  ],
  [
    "local-system",
    linted({ "processModel.identityType": "LocalSystem" }),
    /full rights/,
    linted({ "processModel.identityType": "LocalService" }),
  ],
  [
    "idle-with-always-running",
    linted({ startMode: "AlwaysRunning", "processModel.idleTimeout": "00:20:00" }),
    /ends after 20m/,
    linted({
      startMode: "AlwaysRunning",
      "processModel.idleTimeout": "00:20:00",
      "processModel.idleTimeoutAction": "Suspend",
    }),
  ],
  ["web-garden", linted({ [maxProcesses]: 4 }), /^4 worker processes/, linted({ [maxProcesses]: 1 })],
  ["web-garden", linted({ [maxProcesses]: 0 }), /NUMA/, linted({})],
  [
    "multi-instance-contradiction",
    linted({ [noOverlap]: true, [maxProcesses]: 2 }),
    /^2 worker processes/,
    linted({ [noOverlap]: true, [maxProcesses]: 1 }),
  ],
  [
    "multi-instance-contradiction",
    linted({ [noOverlap]: true }, { multiInstance: true }),
    /multiInstance: true/,
    linted({ [noOverlap]: false }, { multiInstance: true }),
  ],
  [
    "password-in-file",
    linted({ [password]: "canary" }),
    /in plain text/,
    linted({ [password]: "canary" }, { secretNames: { [password]: "SHOP_PASSWORD" } }),
  ],
  [
    "password-in-file",
    linted({ [password]: "canary" }),
    /in plain text/,
    linted({ [password]: "c" }, { isEffective: true }),
  ],
  ...["No Managed Code", "Kein verwalteter Code", "v4.5", "v4.0.30319", " v4.0", "v4.8", "4.0"].map(
    (version) =>
      [
        "clr-version",
        linted({ managedRuntimeVersion: version }, { isEffective: true }),
        /; write ".*no worker process starts with another version \(HTTP 503\)/,
        linted({ managedRuntimeVersion: "v4.0" }, { isEffective: true }),
      ] as const,
  ),
  ["clr-version", linted({ managedRuntimeVersion: "none" }), /write ""/, linted({ managedRuntimeVersion: "" })],
  [
    "clr-1-1",
    linted({ managedRuntimeVersion: "v1.1" }),
    /Windows Server 2012 .* Classic/,
    linted({ managedRuntimeVersion: "V2.0" }),
  ],
  ["account-name", linted({ [userName]: "CORP/svc" }), /'CORP\\svc'/, linted({ [userName]: "CORP\\svc" })],
  ["account-name", linted({ [userName]: "CORP\\\\svc" }), /'CORP\\svc'/, linted({ [userName]: ".\\svc" })],
  ["account-name", linted({ [userName]: "CORP\\svc " }), /'CORP\\svc'/, linted({ [userName]: "svc@corp.example" })],
  [
    "account-name",
    linted({ [userName]: "CORP\\" }),
    /DOMAIN/,
    linted({ [userName]: "[enc:AesProvider:QkxPQg==:enc]" }, { isEffective: true }),
  ],
  [
    "built-in-account",
    linted({ [userName]: "NT AUTHORITY\\Network Service" }),
    /identityType: NetworkService/,
    linted({ [userName]: "CORP\\system" }),
  ],
  [
    "built-in-account",
    linted({ [userName]: "IIS APPPOOL\\Shop" }),
    /identityType: ApplicationPoolIdentity/,
    linted({ [userName]: "Shop" }),
  ],
  ["managed-account-domain", linted({ [userName]: "gmsa$" }), /DOMAIN/, linted({ [userName]: "CORP\\gmsa$" })],
  [
    "environment-variable",
    linted({ environmentVariables: { "A=B": "canary" } }),
    /^"A": .* equals sign$/,
    linted({ environmentVariables: { A: "B=C" } }),
  ],
  [
    "environment-variable",
    linted({ environmentVariables: { A: long } }),
    /^"A": is longer than the 32767 characters[^x]*$/,
    linted({ environmentVariables: { A: long.slice(1) } }),
  ],
  [
    "environment-variable-blanks",
    linted({ environmentVariables: { " A": "1" } }),
    /^" A" has blanks/,
    linted({ environmentVariables: { "A B": " 1 " } }),
  ],
  [
    "program-path",
    linted({ "failure.orphanActionExe": "procdump.exe" }),
    /relative/,
    linted({ "failure.orphanActionExe": "%SystemDrive%\\tools\\procdump.exe", CLRConfigFile: "\\\\nas\\shop.config" }),
  ],
  ["program-path", linted({ CLRConfigFile: "shop.config" }), /relative/, linted({ CLRConfigFile: "" })],
  [
    "program-path",
    linted({ "failure.autoShutdownExe": "C:\\tools\\page.exe /now" }),
    /arguments/,
    linted({ "failure.autoShutdownExe": "C:\\Program Files\\page.exe" }),
  ],
  ["program-path", linted({ "failure.autoShutdownExe": '"C:\\page.exe"' }), /quotes/, linted({})],
  [
    "failure-action-ignored",
    linted({ "failure.orphanActionExe": "C:\\a.exe", "failure.orphanWorkerProcess": false }),
    /orphanWorkerProcess is false/,
    linted({ "failure.orphanActionExe": "C:\\a.exe", "failure.orphanWorkerProcess": true }),
  ],
  [
    "failure-action-ignored",
    linted({ "failure.autoShutdownExe": "C:\\a.exe", "failure.rapidFailProtection": false }),
    /rapidFailProtection is false/,
    linted({ "failure.autoShutdownExe": "C:\\a.exe", "failure.rapidFailProtection": true }),
  ],
  [
    "failure-action-ignored",
    linted({ "failure.orphanActionParams": "-x", "failure.orphanActionExe": "" }),
    /orphanActionExe is empty/,
    linted({ "failure.orphanActionParams": "-x" }),
  ],
  ["cpu-limit-unit", linted({ "cpu.limit": 80 }), /^0\.08 %.* "80%"/, linted({ "cpu.limit": 80_000 })],
  ["cpu-limit-unit", linted({ "cpu.limit": 999 }), /nothing$/, linted({ "cpu.limit": 1000 })],
  [
    "cpu-limit-ignored",
    linted({ "cpu.limit": 50_000, "cpu.action": "NoAction" }),
    /only logged/,
    linted({ "cpu.limit": 50_000, "cpu.action": "Throttle", "cpu.resetInterval": "00:05:00" }),
  ],
  [
    "cpu-limit-ignored",
    linted({ "cpu.limit": 0, "cpu.action": "KillW3wp" }),
    /KillW3wp has no effect/,
    linted({ "cpu.action": "KillW3wp" }),
  ],
  [
    "cpu-limit-ignored",
    linted({ "cpu.limit": 50_000, "cpu.resetInterval": "00:00:00" }),
    /not measured/,
    linted({ "cpu.limit": 0, "cpu.resetInterval": "00:00:00" }),
  ],
  ["affinity-mask", linted({ ...affine, [mask]: 0 }), /no processor/, linted({ ...affine, [mask]: 15 })],
  [
    "affinity-mask",
    linted({ ...affine, [mask]: 0, [`${mask}2`]: 3, enable32BitAppOnWin64: true }),
    /no processor/,
    linted({ ...affine, [mask]: 0, [`${mask}2`]: 3 }),
  ],
  [
    "affinity-mask",
    linted({ ...affine, [mask]: 0, [`${mask}2`]: 4_294_967_295 }),
    /no processor/,
    linted({ "cpu.smpAffinitized": false, [mask]: 0 }),
  ],
  [
    "affinity-ignored",
    linted({ "cpu.smpAffinitized": false, [mask]: 15 }),
    /smpAffinitized is false/,
    linted({ "cpu.smpAffinitized": false, [mask]: 4_294_967_295 }),
  ],
  [
    "memory-limit-above-maximum",
    linted({ [`${periodic}.privateMemory`]: 524_288_000 }),
    /^500 GB is above 4294967 KB/,
    linted({ [`${periodic}.privateMemory`]: 4_294_967 }),
  ],
  [
    "idle-longer-than-interval",
    linted({ "processModel.idleTimeout": "08:00:00", [`${periodic}.time`]: "04:00:00" }),
    /^8h .* every 4h/,
    linted({ "processModel.idleTimeout": "08:00:00", [`${periodic}.time`]: "00:00:00" }),
  ],
  [
    "idle-longer-than-interval",
    linted({ "processModel.idleTimeout": "04:00:00", [`${periodic}.time`]: "04:00:00" }),
    /shorten/,
    linted({ "processModel.idleTimeout": "00:00:00", [`${periodic}.time`]: "04:00:00" }),
  ],
  [
    "auto-start-off",
    linted({ autoStart: false, startMode: "AlwaysRunning" }),
    /although startMode is AlwaysRunning/,
    linted({ autoStart: false }, { isStopped: true }),
  ],
  ["auto-start-off", linted({ autoStart: false }), /stays stopped/, linted({ autoStart: true })],
  [
    "stig-idle-timeout",
    linted({ "processModel.idleTimeout": "00:00:00" }),
    /V-218762/,
    linted({ "processModel.idleTimeout": "00:20:00" }),
  ],
  ["stig-requests", linted({ [`${periodic}.requests`]: 0 }), /V-218772/, linted({ [`${periodic}.requests`]: 1 })],
  ["stig-virtual-memory", linted({ [`${periodic}.memory`]: 0 }), /V-218773/, linted({ [`${periodic}.memory`]: 1 })],
  [
    "stig-private-memory",
    linted({ [`${periodic}.privateMemory`]: 0 }),
    /V-218774/,
    linted({ [`${periodic}.privateMemory`]: 1 }),
  ],
  [
    "stig-recycling",
    linted(unconditional),
    /V-218775/,
    linted({ ...unconditional, [`${periodic}.schedule`]: ["03:00:00"] }),
  ],
  [
    "stig-recycling-logged",
    linted({ [log]: [], [`${periodic}.requests`]: 9 }),
    /requires Requests/,
    linted({ [log]: ["Requests"], [`${periodic}.requests`]: 9 }),
  ],
  [
    "stig-pinging",
    linted({ "processModel.pingingEnabled": false }),
    /V-218776/,
    linted({ "processModel.pingingEnabled": true }),
  ],
  [
    "stig-rapid-fail",
    linted({ "failure.rapidFailProtection": false }),
    /V-218777/,
    linted({ "failure.rapidFailProtection": true }),
  ],
  [
    "stig-rapid-fail-interval",
    linted({ "failure.rapidFailProtectionInterval": "00:05:01" }),
    /V-218778/,
    linted({ "failure.rapidFailProtectionInterval": "00:05:00" }),
  ],
  ["stig-queue-length", linted({ queueLength: 1001 }), /is 1001/, linted({ queueLength: 1000 })],
];

describe("the rules of lint", () => {
  it.each(cases)("%s flags what it is about, once", (rule, bad, message) => {
    expect(found(rule, bad)).toEqual([expect.stringMatching(message)]);
  });

  it.each(cases)("%s leaves alone what is right", (rule, _bad, _message, good) => {
    expect(found(rule, good)).toEqual([]);
  });

  it("are each in the table above, but the one about several pools", () => {
    expect([...new Set([...cases.map(([rule]) => rule), "stagger-collision"])].sort()).toEqual(
      lintRules.map(({ id }) => id).sort(),
    );
  });

  it("blame all pools but the first that have one slot of a stagger on one host", () => {
    const pool = (name: string, slots: Record<string, string>): LintedPool => ({ ...linted({}), name, slots });
    const findings = lintPools([
      pool("A", { w1: "02:00:00", w2: "02:05:00" }),
      pool("B", { w1: "02:05:00", w2: "02:00:00" }),
      pool("C", { w1: "02:00:00", w2: "02:00:00", w3: "02:00:00" }),
      linted({ [`${periodic}.schedule`]: ["02:00:00"] }),
    ]).filter(({ rule }) => rule === "stagger-collision");
    expect(findings).toEqual([
      expect.objectContaining({
        pool: "C",
        severity: "warning",
        path: `${periodic}.schedule`,
        message: expect.stringContaining(
          'recycles at 02:00:00 on w1 like pool "A", at 02:00:00 on w2 like pool "B"; widen',
        ),
      }),
    ]);
  });

  it("take what is left out for unknown, not for IIS's default", () => {
    expect([...lintPools([linted({})]), ...lintPools([linted({})], "stig")]).toEqual([]);
  });

  it("never show a password", () => {
    expect(JSON.stringify(lintPools([linted({ [password]: "canary-lint" })]))).not.toContain("canary");
  });

  it("place a finding where the setting stands, else where the pool does", () => {
    const at = (line: number) => ({ file: "pools.yaml", line, column: 1 });
    const pool = linted({ queueLength: 2000, [maxProcesses]: 2 }, { positions: { "": at(3), [maxProcesses]: at(7) } });
    const lines = [...lintPools([pool]), ...lintPools([pool], "stig")].map(({ path, position }) => [
      path,
      position?.line,
    ]);
    expect(lines).toEqual([
      [maxProcesses, 7],
      ["queueLength", 3],
    ]);
  });

  it("name the host only where the pool has one", () => {
    const hosts = lintPools([linted({ [maxProcesses]: 2 }), linted({ [maxProcesses]: 2 }, { host: "web-01" })]);
    expect(hosts.map(({ host }) => host)).toEqual([undefined, "web-01"]);
  });
});
