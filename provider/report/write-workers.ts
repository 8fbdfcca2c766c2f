import { createColors } from "picocolors";
import {
  type HostRecycle,
  type HostResult,
  type HostWorkers,
  pidsOf,
  type PoolRecycle,
  type ProbeAnswer,
} from "../plan/results";
import { aligned, plural } from "../text";
import { showHidden } from "../visible-text";
import type { RecycledPoolJson, RecycleReport, WorkersReport } from "./schema/live-reports";
import { describeKnown } from "./view/counts";
import { showMessage } from "./view/sentences";
import { errorJson } from "./document/error";
import { describeHostFailures } from "./host-failure";

/** The worker processes of hosts, as JSON (docs/report.schema.json) or for people. */
export function writeWorkers(hosts: readonly HostResult<HostWorkers>[], format: "text" | "json"): string {
  return format === "json" ? `${JSON.stringify(workersDocument(hosts), undefined, 2)}\n` : workersText(hosts);
}

/** The document of {@link writeWorkers}. */
export function workersDocument(hosts: readonly HostResult<HostWorkers>[]): WorkersReport {
  return {
    schema: "iispools.workers/1",
    hosts: hosts.map((result) => {
      const { host, ok } = result;
      if (!ok) return { host, ok, error: errorJson(result.error) };
      const { pools, workers } = result.value;
      return {
        host,
        ok,
        workers,
        pools: pools.map(({ name, state }) => ({ pool: name, state, pids: pidsOf(workers, name) })),
      };
    }),
    counts: { hosts: hosts.length, failedHosts: hosts.filter(({ ok }) => !ok).length, ...counts(hosts) },
  };
}

function workersText(hosts: readonly HostResult<HostWorkers>[]): string {
  const rows = hosts.flatMap((result) =>
    result.ok
      ? result.value.workers.map(({ pid, pool, state }) => [
          String(pid),
          showHidden(pool),
          state,
          showHidden(result.host),
        ])
      : [],
  );
  const { workers, poolsWithout } = counts(hosts);
  const errors = [...describeHostFailures(hosts).values()];
  const failed = hosts.filter(({ ok }) => !ok).length;
  const without = plural(poolsWithout, "pool has none", "pools have none");
  const found = `${plural(workers, "worker process", "worker processes")}; ${without}`;
  const names = hosts.map(({ host }) => showHidden(host));
  const summary = failed === 0 ? found : describeKnown(found, names, failed);
  const table = rows.length === 0 ? [] : [...aligned([["PID", "POOL", "STATE", "HOST"], ...rows], [0]), ""];
  return `${[...table, ...errors, summary].join("\n")}\n`;
}

function counts(hosts: readonly HostResult<HostWorkers>[]): {
  readonly workers: number;
  readonly poolsWithout: number;
} {
  const seen = hosts.flatMap((result) => (result.ok ? [result.value] : []));
  const without = ({ pools, workers }: HostWorkers): number =>
    pools.filter(({ name }) => pidsOf(workers, name).length === 0).length;
  return {
    workers: seen.reduce((sum, { workers }) => sum + workers.length, 0),
    poolsWithout: seen.reduce((sum, host) => sum + without(host), 0),
  };
}

/** The result of `iispools recycle`, as JSON (docs/report.schema.json) or for people. */
export function writeRecycle(
  hosts: readonly HostResult<HostRecycle>[],
  format: "text" | "json",
  { colour }: { readonly colour: boolean },
): string {
  return format === "json" ? recycleJson(hosts) : recycleText(hosts, createColors(colour));
}

function recycleJson(hosts: readonly HostResult<HostRecycle>[]): string {
  const all = poolsOf(hosts);
  const count = (outcome: PoolRecycle["outcome"]): number => all.filter((pool) => pool.outcome === outcome).length;
  const document: RecycleReport = {
    schema: "iispools.recycle/1",
    hosts: hosts.map((result) => {
      const { host, ok } = result;
      if (!ok) return { host, ok, error: errorJson(result.error) };
      return { host, ok, pools: result.value.pools.map(poolJson) };
    }),
    counts: {
      hosts: hosts.length,
      failedHosts: hosts.filter(({ ok }) => !ok).length,
      recycled: count("recycled"),
      draining: count("draining"),
      withoutWorkerProcess: count("no worker process"),
      notBegun: count("not begun"),
      failed: count("failed"),
    },
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function poolJson(one: PoolRecycle): RecycledPoolJson {
  const { pool, outcome, isOverlapped, shutdownTimeLimit, oldPids, newPids, drainingPids, ms, probe, error } = one;
  return {
    ...{ pool, outcome, overlapped: isOverlapped, shutdownTimeLimit, oldPids, newPids, drainingPids },
    ...(ms !== undefined && { ms }),
    ...(probe && { probe }),
    ...(error && { error: errorJson(error) }),
  };
}

function recycleText(
  hosts: readonly HostResult<HostRecycle>[],
  { bold, red, green, yellow }: ReturnType<typeof createColors>,
): string {
  const paint = (pool: PoolRecycle): ((text: string) => string) => {
    if (pool.error !== undefined) return red;
    return pool.outcome === "recycled" ? green : yellow;
  };
  const failures = describeHostFailures(hosts);
  const blocks = hosts.flatMap((result) => {
    const name = bold(showHidden(result.host));
    if (!result.ok) {
      const line = failures.get(result.host);
      return line === undefined ? [] : red(line);
    }
    const { pools } = result.value;
    const lines = pools.flatMap((pool) => [
      `  ${paint(pool)(`${showHidden(pool.pool)}  ${describeHandOver(pool)}`)}`,
      ...(pool.probe === undefined ? [] : [`      probe: ${showMessage(describeProbe(pool.probe, pool.newPids))}`]),
      ...(pool.error === undefined ? [] : [`      ${red(`${pool.error.code}: ${showMessage(pool.error.message)}`)}`]),
    ]);
    return [name, ...lines].join("\n");
  });
  return `${blocks.join("\n\n")}\n`;
}

/** The recycle of one pool, in one line after its name. */
export function describeHandOver(pool: PoolRecycle): string {
  const { outcome, isOverlapped, shutdownTimeLimit, oldPids, newPids, drainingPids, ms = 0 } = pool;
  if (outcome === "no worker process") return "has no worker process: nothing to recycle";
  if (outcome === "not begun") return "not begun";
  if (outcome === "failed") return `failed; its worker process was ${listed(oldPids)}`;
  const kind = isOverlapped ? "overlapped" : "not overlapped";
  const change = `${listed(oldPids)} -> ${newPids.length === 0 ? "none yet" : listed(newPids)}`;
  const seconds = (ms / 1000).toFixed(1);
  if (isOverlapped && newPids.length === 0 && drainingPids.length === oldPids.length)
    return `recycle requested, overlapped: ${listed(oldPids)} still runs, and no new worker process was seen after ${seconds} s`;
  const rest =
    outcome === "recycled"
      ? `old gone after ${seconds} s`
      : `${listed(drainingPids)} still draining after ${seconds} s, at most ${shutdownTimeLimit} s`;
  return `recycled, ${kind}: ${change}; ${rest}`;
}

function describeProbe({ url, status, ms, problem }: ProbeAnswer, newPids: readonly number[]): string {
  const by = newPids.length === 0 ? "" : `, worker process ${listed(newPids)}`;
  const answered = problem ?? `${status ?? ""}${by}`;
  return `${url}  ${answered} (${ms} ms)`;
}

function listed(pids: readonly number[]): string {
  return pids.join(", ");
}

function poolsOf(hosts: readonly HostResult<HostRecycle>[]): PoolRecycle[] {
  return hosts.flatMap((result) => (result.ok ? result.value.pools : []));
}
