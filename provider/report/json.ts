import type { FileFault } from "../errors";
import type { LintFinding } from "../lint/rule";
import type {
  ApplyHostJson,
  ApplyReport,
  DriftHostJson,
  DriftReport,
  FailedHostJson,
  LintReport,
  PlanHostJson,
  PlanReport,
} from "./schema/change-reports";
import type { EntryJson, FaultJson, FindingJson, NoteJson, SettingJson } from "./schema/parts";
import { describeLine } from "./view/sentences";
import { countNames, pickCounts } from "./view/counts";
import type { EntryView, GroupId, HostView, LineView, NoteView, View } from "./view/model";

/** A report for programs; docs/report.schema.json describes it. */
export function writeJson(view: View): string {
  return `${JSON.stringify(documentOf(view), undefined, 2)}\n`;
}

function documentOf(view: View): PlanReport | ApplyReport | DriftReport | LintReport {
  const { counts, hosts, failedHosts, faults, waves } = view;
  const hostCounts = { hosts: hosts.length, failedHosts };
  const findings = view.findings.map(findingJson);
  const lintCounts = pickCounts(counts, countNames.lint);
  switch (view.kind) {
    case "plan":
      return {
        ...{ schema: "iispools.plan/1", hosts: hostsOf(view, planHost), findings },
        counts: { ...hostCounts, ...pickCounts(counts, countNames.plan), ...lintCounts },
      };
    case "apply":
      return {
        ...{ schema: "iispools.apply/1", hosts: hostsOf(view, applyHost), ...(waves !== undefined && { waves }) },
        counts: { ...hostCounts, ...pickCounts(counts, countNames.apply) },
      };
    case "drift":
      return {
        ...{ schema: "iispools.drift/1", hosts: hostsOf(view, driftHost) },
        counts: { ...hostCounts, ...pickCounts(counts, countNames.drift) },
      };
    case "lint":
      return { schema: "iispools.lint/1", faults: faults.map(faultJson), findings, counts: lintCounts };
  }
}

function hostsOf<T>({ hosts }: View, found: (view: HostView) => T): (T | FailedHostJson)[] {
  return hosts.map((view) =>
    view.error === undefined ? found(view) : { host: view.host, ok: false, error: view.error },
  );
}

function planHost(view: HostView): PlanHostJson {
  const { host, pools = 0, notes, recycling, commands, counts } = view;
  return {
    ...{ host, ok: true, pools, changes: entriesOf(view, "changes"), notes: notes.map(noteJson) },
    ...{ recycling, commands, counts: pickCounts(counts, countNames.plan) },
  };
}

function applyHost(view: HostView): ApplyHostJson {
  return {
    ...{ host: view.host, ok: true, failed: entriesOf(view, "failed"), applied: entriesOf(view, "applied") },
    ...{ remaining: entriesOf(view, "remaining"), notes: view.notes.map(noteJson) },
    counts: pickCounts(view.counts, countNames.apply),
  };
}

function driftHost(view: HostView): DriftHostJson {
  const { host, pools = 0, notes, counts } = view;
  return {
    ...{ host, ok: true, pools },
    declared: entriesOf(view, "declared"),
    undeclared: entriesOf(view, "undeclared"),
    unknownPools: entriesOf(view, "unknown-pools"),
    unknownSettings: entriesOf(view, "unknown-settings"),
    suppressed: entriesOf(view, "suppressed"),
    ...{ notes: notes.map(noteJson), counts: pickCounts(counts, countNames.drift) },
  };
}

function entriesOf({ groups }: HostView, id: GroupId): EntryJson[] {
  return groups.filter((one) => one.id === id).flatMap(({ entries }) => entries.map(entryJson));
}

function entryJson(entry: EntryView): EntryJson {
  const { action, pool, reason, lines, impact, position, findings, error, ignored } = entry;
  return {
    ...{ pool, action, ...(reason !== undefined && { reason }) },
    settings: lines.map(lineJson),
    ...(impact !== undefined && { impact }),
    ...(position !== undefined && { position }),
    ...(findings.length > 0 && { findings: findings.map(findingJson) }),
    ...(error !== undefined && { error }),
    ...(ignored !== undefined && { ignored }),
  };
}

function lineJson(line: LineView): SettingJson {
  const { path, from, to, place, position } = line;
  return {
    path,
    ...(from?.value !== undefined && { from: from.value }),
    ...(to?.value !== undefined && { to: to.value }),
    text: describeLine(line),
    ...(place !== undefined && { place }),
    ...(position !== undefined && { position }),
  };
}

function findingJson({ rule, severity, pool, host, path, message, link, position }: LintFinding): FindingJson {
  return {
    ...{ rule, severity, pool, ...(host !== undefined && { host }), path, message, link },
    ...(position !== undefined && { position }),
  };
}

function faultJson({ path, message, position }: FileFault): FaultJson {
  return { path, message, ...(position !== undefined && { position }) };
}

function noteJson({ kind, code, text, pools, path, hint, position }: NoteView): NoteJson {
  return {
    ...{ kind, ...(code !== undefined && { code }), text, ...(pools.length > 0 && { pools }) },
    ...(path !== undefined && { path }),
    ...(hint !== undefined && { hint }),
    ...(position !== undefined && { position }),
  };
}
