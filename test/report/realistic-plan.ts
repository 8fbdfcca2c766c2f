import { IisError } from "../../provider/errors";
import type { HostPlan, HostResult, PlannedChange, PoolRecycling } from "../../provider/plan/results";
import type { Report } from "../../provider/report/report";
import { at, findings, updated } from "./samples";

/** Names that a careless writer would let act: as HTML, Markdown, a terminal's escape, XML, a mention. */
export const hostileNames: readonly string[] = [
  "</script><img src=x onerror=alert(1)>",
  '"><svg onload=alert(1)>',
  "--><script>alert(1)</script><!--",
  "a|b `c` **d** [e](javascript:alert(1)) <!-- iispools -->",
  "@octocat #12 ::add-mask::x",
  "]]>&lt;&#x27;'\"",
  "red\u001b[31m\u0007\nnext\u202eline",
];

const names = ["Shop", "Api", "Reports", "Billing", "Search", "Intranet", "Legacy", "Gateway"];

/** Three hosts with 20 pools each, one of every action, hostile names among them; and a host that did not answer. */
export function realisticPlan(): Report {
  const hosts: HostResult<HostPlan>[] = ["web-01", "web-02", "web-03"].map((host, index) => ({
    ...{ host, ok: true },
    value: hostPlan(host, index),
  }));
  const error = new IisError("NO_APPCMD", { host: "web-04", problem: "there is no appcmd.exe; run it on the server" });
  return { kind: "plan", hosts: [...hosts, { host: "web-04", ok: false, error }], lint: findings };
}

function hostPlan(host: string, hostIndex: number): HostPlan {
  const pools = Array.from({ length: 20 }, (_, index) => poolName(hostIndex, index));
  return {
    ...{ host, pools: pools.length, refusals: [], kept: [], recycling: pools.map(recyclingOf) },
    changes: pools.map((pool, index) => changeOf(pool, index)).filter((change) => change !== undefined),
    risks: [
      {
        rule: "many-pools",
        host,
        problem: `14 of 20 pools would change (70 %); give --force`,
        pools: pools.slice(0, 14),
      },
    ],
    commands: pools.slice(0, 5).map((pool) => `appcmd set config /[name='${pool}'].queueLength:2000`),
  };
}

function poolName(host: number, index: number): string {
  const hostile = hostileNames[index - 13 + 0];
  return hostile !== undefined && host < 2 ? hostile : `${names[index % names.length] ?? ""}-${host + 1}${index}`;
}

function recyclingOf(pool: string, index: number): PoolRecycling {
  const schedules = [
    ["03:00:00"],
    [],
    ["03:01:00", "15:00:00"],
    ["23:59:00"],
    ["03:03:30"],
    [],
    ["03:04:00"],
    ["00:01:00"],
  ];
  const intervals = [0, 104_400, 0, 0, 0, 43_200, 0, 0];
  const intervalSeconds = index === 15 ? 900 : index > 16 ? 0 : (intervals[index % 8] ?? 0);
  return { pool, intervalSeconds, schedule: index > 16 ? [] : (schedules[index % 8] ?? []) };
}

function changeOf(pool: string, index: number): PlannedChange | undefined {
  const line = 10 + index * 6;
  if (index % 7 === 6) {
    const impact = { kind: "stops now", loses: ["in-process session state", "caches", "compiled pages"] } as const;
    const change = { kind: "delete", target: { pool } } as const;
    return { change, reason: "absent", impact, positions: { "": at(line, 3) } };
  }
  const change = updated(
    pool,
    line,
    { path: "recycling.periodicRestart.privateMemory", from: 0, to: 1_572_864 + index },
    { path: "processModel.idleTimeout", from: "00:20:00", to: "00:00:00" },
    { path: "environmentVariables", from: {}, to: { NOTE: `${pool} & friends` } },
  );
  if (index % 7 === 3 || change.change.kind === "delete") return undefined;
  return index % 7 === 5 ? { ...change, change: { ...change.change, kind: "create" } } : change;
}
