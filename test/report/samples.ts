import { IisError, type Position } from "../../provider/errors";
import type { LintFinding } from "../../provider/lint/rule";
import type { IgnoreRule } from "../../provider/pool-file/pool-file";
import { howToAllow } from "../../provider/plan/assess/risk-names";
import type { PoolChange, SettingChange } from "../../provider/plan/change/change";
import type { HostPlan, PlannedChange, PoolRecycling } from "../../provider/plan/results";
import type { Report } from "../../provider/report/report";
import { Secret } from "../../provider/secret";

/** A password or the value of a variable that no report may show; no format escapes anything of it. */
export const canary = "c4naryPassw0rd";
const other = `${canary}2`;

/** What is lost when a worker process ends. */
const loses = ["in-process session state", "caches", "compiled pages"];

/** A place in a pool file. */
export function at(line: number, column = 5, file = "pools/shop.yaml"): Position {
  return { file, line, column };
}

/** A pool that is changed; the settings stand in the file from `line` on, one a line. */
export function updated(pool: string, line: number, ...settings: SettingChange[]): PlannedChange {
  const places = settings.map(({ path }, index) => [path, at(line + 1 + index, 7)]);
  return {
    change: { kind: "update", target: { pool }, settings },
    reason: "declared",
    impact: { kind: "recycles now, overlapped", loses },
    positions: { "": at(line, 3), ...(Object.fromEntries(places) as Record<string, Position>) },
  };
}

const shop = updated(
  "Shop",
  12,
  { path: "recycling.periodicRestart.privateMemory", from: 0, to: 1_572_864 },
  { path: "recycling.periodicRestart.schedule", from: [], to: ["03:00:00", "15:00:00"] },
  { path: "processModel.idleTimeout", from: "00:20:00", to: "00:00:00" },
  { path: "processModel.password", from: new Secret(""), to: new Secret(canary) },
  { path: "failure.rapidFailProtection", from: false, to: undefined },
  { path: "environmentVariables", from: { TZ: canary, DB: canary }, to: { TZ: canary, DB: other, KEY: canary } },
);

const legacy: PlannedChange = {
  change: { kind: "delete", target: { pool: "Legacy" } },
  reason: "absent",
  impact: { kind: "stops now", loses },
  positions: { "": at(20, 3) },
};

const orphan: PlannedChange = {
  change: { kind: "delete", target: { pool: "Orphan" } },
  reason: "pruned",
  impact: { kind: "none", loses: [], reason: "it is stopped" },
  positions: {},
};

const stopped: PlannedChange = {
  change: { kind: "update", target: { pool: "Reports" }, settings: [], state: { from: "Started", to: "Stopped" } },
  reason: "declared",
  impact: { kind: "stops now", loses },
  positions: { "": at(24, 3), state: at(25, 7) },
};

const created: PlannedChange = {
  change: {
    kind: "create",
    target: { pool: "Api" },
    settings: [
      { path: "managedRuntimeVersion", from: undefined, to: "" },
      { path: "recycling.periodicRestart.time", from: undefined, to: "1.05:00:00" },
      { path: "processModel.password", from: undefined, to: new Secret(canary) },
      { path: "environmentVariables", from: undefined, to: { DB: canary } },
    ],
    state: { from: undefined, to: "Started" },
  },
  reason: "declared",
  impact: { kind: "none", loses: [] },
  positions: { "": at(30, 3), managedRuntimeVersion: at(31, 7), "recycling.periodicRestart.time": at(32, 7) },
};

const defaults: PlannedChange = {
  change: {
    kind: "update",
    target: "applicationPoolDefaults",
    settings: [{ path: "startMode", from: "OnDemand", to: "AlwaysRunning" }],
  },
  reason: "declared",
  impact: { kind: "on next start", loses: [], pools: 4 },
  positions: { "": at(40, 1), startMode: at(40, 28) },
};

const recycling: readonly PoolRecycling[] = [
  { pool: "Api", intervalSeconds: 104_400, schedule: [] },
  { pool: "DefaultAppPool", intervalSeconds: 0, schedule: [] },
  { pool: "Reports", intervalSeconds: 0, schedule: ["03:00:00"] },
  { pool: "Shop", intervalSeconds: 0, schedule: ["03:00:00", "15:00:00"] },
];

/** The plan of one host. */
export const webPlan: HostPlan = {
  host: "web-01",
  pools: 6,
  changes: [legacy, orphan, stopped, created, defaults, shop],
  risks: [
    {
      rule: "delete",
      host: "web-01",
      problem: '2 of 6 pools would be deleted: "Legacy", "Orphan"',
      hint: howToAllow({ rule: "delete" }),
      pools: ["Legacy", "Orphan"],
    },
  ],
  refusals: [
    new IisError("POOL_IN_USE", {
      host: "web-01",
      pool: "Old",
      problem: 'is used by the application "Default Web Site/old"',
      hint: "Move it first",
    }),
  ],
  kept: [{ pool: "DefaultAppPool", reason: "it is IIS's own and never pruned" }],
  recycling,
  commands: [
    "appcmd set config -section:system.applicationHost/applicationPools /[name='Shop'].processModel.password:[secret]",
  ],
};

/** What lint has to say about the pools of the plan. */
export const findings: readonly LintFinding[] = [
  {
    rule: "interval-drifts",
    severity: "warning",
    pool: "Api",
    path: "recycling.periodicRestart.time",
    message: "29 hours drift into business hours; set time: 0s and a schedule",
    link: "https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/recycling",
    position: at(32, 7),
  },
  {
    rule: "local-system",
    severity: "error",
    pool: "Batch",
    host: "web-02",
    path: "processModel.identityType",
    message: "LocalSystem may do everything on the server; use ApplicationPoolIdentity",
    link: "https://learn.microsoft.com/en-us/iis/manage/configuring-security/application-pool-identities",
    position: at(8, 9, "pools/batch.yaml"),
  },
  {
    rule: "reasons-not-logged",
    severity: "info",
    pool: "shop",
    host: "web-01",
    path: "recycling.logEventOnRecycle",
    message: "log Memory too",
    link: "https://learn.microsoft.com/en-us/iis/configuration/system.applicationhost/applicationpools/add/recycling",
  },
];

const unreachable = new IisError("NO_APPCMD", {
  host: "web-02",
  problem: "there is no appcmd.exe",
  hint: "Run it on the server",
});

const rule: IgnoreRule = {
  hosts: ["web-01"],
  pool: "Shop",
  path: "queueLength",
  reason: "the load test sets it",
  position: at(50, 7),
};

const ignored: PoolChange = {
  ...{ kind: "update", target: { pool: "Shop" } },
  settings: [{ path: "queueLength", from: 1000, to: 5000 }],
};

/** One report of every kind. */
export const samples = {
  plan: {
    kind: "plan",
    hosts: [
      { host: "web-01", ok: true, value: webPlan },
      { host: "web-02", ok: false, error: unreachable },
      {
        ...{ host: "web-03", ok: true },
        value: { ...webPlan, host: "web-03", changes: [], risks: [], refusals: [], kept: [], commands: [] },
      },
    ],
    lint: findings,
  },
  apply: {
    kind: "apply",
    hosts: [
      {
        ...{ host: "web-01", ok: true },
        value: {
          host: "web-01",
          applied: [legacy, shop],
          failed: [
            {
              change: created,
              error: new IisError("APPCMD_FAILED", {
                host: "web-01",
                pool: "Api",
                problem: "appcmd ended with 5: Access is denied",
              }),
            },
          ],
          remaining: [stopped],
          rolledBack: {
            pools: ["Shop"],
            failed: [
              {
                pool: "Legacy",
                error: new IisError("POOL_MISSING", {
                  host: "web-01",
                  pool: "Legacy",
                  problem: "was deleted for good",
                }),
              },
            ],
          },
          backup: {
            name: "iispools-20260102-0304",
            restore: "appcmd restore backup iispools-20260102-0304",
            restorePools: "iispools restore iispools-20260102-0304 --pools-only",
          },
          warnings: ["web-01: the pool Api is started by hand"],
        },
      },
      { host: "web-02", ok: false, error: unreachable },
    ],
  },
  drift: {
    kind: "drift",
    hosts: [
      {
        ...{ host: "web-01", ok: true },
        value: {
          host: "web-01",
          pools: 6,
          declared: [shop],
          undeclared: [
            { pool: "Shop", path: "cpu.limit", value: 50_000 },
            { pool: "Shop", path: "environmentVariables", value: { DB: canary } },
            { pool: "Shop", path: "processModel.password", value: canary },
          ],
          unknownPools: ["Test"],
          unknownSettings: [{ pool: "Shop", path: "processModel.someNewAttribute" }],
          suppressed: [
            { finding: { kind: "declared", pool: "Shop", change: ignored }, rule },
            { finding: { kind: "unknown pool", pool: "Scratch" }, rule: { ...rule, reason: "developers' own" } },
          ],
          unusedRules: [{ ...rule, pool: "Gone", reason: "until it is moved", position: at(56, 7) }],
        },
      },
      { host: "web-02", ok: false, error: unreachable },
    ],
  },
  compare: {
    kind: "compare",
    names: ["web-01", "web-02"],
    compared: {
      pools: [
        {
          ...{ name: "Shop", on: "both" },
          settings: [
            { path: "state", first: "Started", second: "Stopped" },
            { path: "recycling.periodicRestart.privateMemory", first: 0, second: 1_572_864 },
            { path: "processModel.password", first: new Secret(canary), second: new Secret(other) },
            { path: "environmentVariables", first: { TZ: canary, DB: canary }, second: { TZ: canary, DB: other } },
            { path: "processModel.idleTimeoutAction", first: "Terminate", second: undefined },
          ],
        },
        { name: "Api", on: "first", settings: [] },
        { name: "Old", on: "second", settings: [] },
      ],
      applicationPoolDefaults: [{ path: "queueLength", first: 1000, second: 5000 }],
      same: 4,
    },
  },
  lint: {
    kind: "lint",
    checked: { files: 2, pools: 4, hosts: ["web-01", "web-02"] },
    findings,
    faults: [
      {
        path: "pools.Shop.recycling.periodicRestart.memroy",
        message: "unknown key `memroy`. Did you mean `memory`?",
        position: at(14, 9),
      },
      { path: "", message: "pools/empty.yaml is empty" },
    ],
  },
} as const satisfies Record<string, Report>;

/** A plan in which nothing differs. */
export const emptyPlan: Report = { kind: "plan", hosts: [samples.plan.hosts[2]], lint: [] };
