import { type HostResult, type HostWorkers, pidsOf } from "../plan/results";
import { plural } from "../text";
import type { WorkersReport } from "./schema/live-reports";
import { showMessage } from "./view/sentences";
import { showHidden } from "../visible-text";
import { viewError } from "./view/view";

/** The worker processes of hosts, as JSON (docs/report.schema.json) or for people. */
export function writeWorkers(hosts: readonly HostResult<HostWorkers>[], format: "text" | "json"): string {
  return format === "json" ? workersJson(hosts) : workersText(hosts);
}

function workersJson(hosts: readonly HostResult<HostWorkers>[]): string {
  const document: WorkersReport = {
    schema: "iispools.workers/1",
    hosts: hosts.map((result) => {
      const { host, ok } = result;
      if (!ok) return { host, ok, error: viewError(result.error) };
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
  return `${JSON.stringify(document, undefined, 2)}\n`;
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
  const errors = hosts.flatMap((result) =>
    result.ok ? [] : [`${showHidden(result.host)}  ${result.error.code}: ${showMessage(result.error.message)}`],
  );
  const without = plural(poolsWithout, "pool has none", "pools have none");
  const summary = `${plural(workers, "worker process", "worker processes")}; ${without}`;
  const table = rows.length === 0 ? [] : [...aligned([["PID", "POOL", "STATE", "HOST"], ...rows]), ""];
  return `${[...table, ...errors, summary].join("\n")}\n`;
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padStart(widths[0] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join("  "),
  );
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
