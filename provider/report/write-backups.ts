import { type Backup, sortBackups } from "../plan/restore/backup";
import type { HostResult } from "../plan/results";
import { aligned, plural } from "../text";
import { showHidden } from "../visible-text";
import { errorJson } from "./document/error";
import { describeHostFailures } from "./host-failure";
import type { BackupsReport } from "./schema/live-reports";
import { listHosts } from "./view/list-hosts";
import { describeKnown } from "./view/counts";

type BackupsOfHost = HostResult<readonly Backup[]>;

/** The backups of hosts, as JSON (docs/report.schema.json) or for people. */
export function writeBackups(hosts: readonly BackupsOfHost[], format: "text" | "json"): string {
  return format === "json" ? backupsJson(hosts) : backupsText(hosts);
}

function backupsJson(hosts: readonly BackupsOfHost[]): string {
  const document: BackupsReport = {
    schema: "iispools.backups/1",
    hosts: hosts.map((result) => {
      const { host, ok } = result;
      return ok ? { host, ok, backups: result.value } : { host, ok, error: errorJson(result.error) };
    }),
    counts: {
      hosts: hosts.length,
      failedHosts: hosts.filter(({ ok }) => !ok).length,
      backups: hosts.reduce((sum, result) => sum + (result.ok ? result.value.length : 0), 0),
    },
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** A row for each name, with the hosts that have it. */
function backupsText(hosts: readonly BackupsOfHost[]): string {
  const all = hosts.map(({ host }) => showHidden(host));
  const found = hosts.flatMap((result) =>
    result.ok ? result.value.map((backup) => ({ host: showHidden(result.host), backup })) : [],
  );
  const sorted = sortBackups([...new Set(found.map(({ backup }) => backup.name))]);
  const rows = sorted.map(({ name, at }) => [
    showHidden(name),
    at === undefined ? "" : showTime(at),
    listHosts(
      found.filter(({ backup }) => backup.name === name).map(({ host }) => host),
      all,
    ),
  ]);
  const errors = [...describeHostFailures(hosts).values()];
  const failed = hosts.filter(({ ok }) => !ok).length;
  const summary = describeKnown(plural(rows.length, "backup", "backups"), all, failed);
  const table = rows.length === 0 ? [] : [...aligned([["BACKUP", "MADE", "HOSTS"], ...rows]), ""];
  return `${[...table, ...errors, summary].join("\n")}\n`;
}

/** `2026-11-30 12:00:00 UTC`; without a zone in the server's own time. */
function showTime(at: string): string {
  return `${at.slice(0, 19).replace("T", " ")}${at.endsWith("Z") ? " UTC" : ""}`;
}
