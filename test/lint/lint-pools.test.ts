import { type LintedPool, lintPools, type LintProfile } from "../../provider/lint/lint-pools";
import { lintRules } from "../../provider/lint/rules";
import { protectSettings } from "../../provider/schema/setting-value";

const periodic = "recycling.periodicRestart";
const log = "recycling.logEventOnRecycle";
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
    /^every 29h comes 5h later each time/,
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
    linted({ [log]: ["Time"], [`${periodic}.schedule`]: ["03:00:00"], [`${periodic}.requests`]: 5 }),
    /add Schedule, Requests$/,
    linted({ [log]: ["Schedule"], [`${periodic}.schedule`]: ["03:00:00"], [`${periodic}.requests`]: 0 }),
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
    /3145728 KB \(3 GB\)/,
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
    /everything/,
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
    /in clear/,
    linted({ [password]: "canary" }, { secretNames: { [password]: "SHOP_PASSWORD" } }),
  ],
  [
    "password-in-file",
    linted({ [password]: "canary" }),
    /in clear/,
    linted({ [password]: "c" }, { isEffective: true }),
  ],
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
    /wants Requests/,
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
