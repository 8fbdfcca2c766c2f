import { describeError, type ErrorFields, type IisError, joinSentences } from "../../errors";
import type { LintFinding } from "../../lint/rule";
import { poolKey } from "../../names";
import { noPools } from "../../plan/change/live-host";
import { describeUnreadable, type UnreadableSetting } from "../../plan/change/unreadable";
import type { HostDrift } from "../../plan/drift/drift";
import type { HostApply, HostPlan, HostResult, WaveResult } from "../../plan/results";
import { formatPosition } from "../../pool-file/pool-file";
import type { ErrorView } from "../schema/parts";
import { countApply, countChanges, countDrift, countFindings, sumCounts } from "./counts";
import { changeEntry, driftGroups, sortEntries } from "./entries";
import type { EntryView, GroupId, GroupView, HostView, NoteView, Report, View, WaveView } from "./model";

/** An error as reports show it: its code, its message, and its known fields. */
export function viewError(
  error: { readonly code: string; readonly message: string } & Pick<ErrorFields, (typeof parts)[number]>,
): ErrorView {
  const { code, message } = error;
  const known = parts.flatMap((part) => (error[part] === undefined ? [] : [[part, error[part]] as const]));
  return { code, message, ...Object.fromEntries(known) };
}

const parts = ["host", "pool", "path", "problem", "hint"] as const;

/** A report as all writers show it: destructive entries first, lint findings in their entries, secrets masked. */
export function viewReport(report: Report): View {
  switch (report.kind) {
    case "plan":
      return viewPlan(report.hosts, report.lint);
    case "apply":
      return {
        ...viewHosts("apply", report.hosts, viewApply),
        ...(report.waves !== undefined && { waves: report.waves.map(viewWave) }),
      };
    case "drift":
      return viewHosts("drift", report.hosts, viewDrift);
    case "lint":
      return {
        ...{ kind: "lint", hosts: [], findings: report.findings, faults: report.faults, failedHosts: 0 },
        counts: countFindings(report.findings, report.faults),
      };
  }
}

function viewPlan(results: readonly HostResult<HostPlan>[], lint: readonly LintFinding[]): View {
  const byPool = Map.groupBy(lint, ({ pool }) => poolKey(pool));
  const beside = new Set<LintFinding>();
  const findingsOf = (host: string, pool: string): readonly LintFinding[] =>
    byPool.get(poolKey(pool))?.filter((finding) => finding.host === undefined || finding.host === host) ?? [];
  const view = viewHosts("plan", results, ({ host, pools, changes, recycling, commands, ...rest }) => {
    const entries = changes.map((change) => {
      const entry = changeEntry(change, (pool) => findingsOf(host, pool));
      for (const finding of entry.findings) beside.add(finding);
      return entry;
    });
    return {
      ...{ host, pools, recycling, commands, notes: planNotes({ pools, ...rest }) },
      ...{ groups: groupsOf([["changes", "Changes", entries]]), counts: countChanges(changes) },
    };
  });
  const findings = lint.filter((finding) => !beside.has(finding));
  return { ...view, findings, counts: [...view.counts, ...countFindings(lint, [])] };
}

function viewApply(apply: HostApply): HostView {
  const groups = groupsOf([
    [
      "failed",
      "Failed",
      apply.failed.map(({ change, error }) => ({ ...changeEntry(change), error: viewError(error) })),
    ],
    ["applied", "Applied", apply.applied.map((change) => changeEntry(change))],
    ["remaining", "Not begun", apply.remaining.map((change) => changeEntry(change))],
  ]);
  return { host: apply.host, groups, notes: applyNotes(apply), counts: countApply(apply), recycling: [], commands: [] };
}

function viewWave({ name, hosts, outcome, problems, answers }: WaveResult): WaveView {
  return { name, hosts, outcome, problems: problems.map((problem) => viewError(problem)), answers };
}

function viewDrift(drift: HostDrift): HostView {
  const { host, pools } = drift;
  const groups = groupsOf(driftGroups(drift));
  return { host, pools, groups, notes: driftNotes(drift), counts: countDrift(drift), recycling: [], commands: [] };
}

function viewHosts<T>(
  kind: Exclude<View["kind"], "lint">,
  results: readonly HostResult<T>[],
  viewHost: (value: T) => HostView,
): View {
  const hosts = results.map((result) => (result.ok ? viewHost(result.value) : failedHost(result)));
  const failedHosts = results.filter(({ ok }) => !ok).length;
  return { kind, hosts, findings: [], faults: [], counts: sumCounts(kind, hosts), failedHosts };
}

function failedHost({ host, error }: { readonly host: string; readonly error: IisError }): HostView {
  return { host, error: viewError(error), groups: [], notes: [], counts: [], recycling: [], commands: [] };
}

function groupsOf(groups: readonly (readonly [GroupId, string, readonly EntryView[]])[]): GroupView[] {
  return groups
    .filter(([, , entries]) => entries.length > 0)
    .map(([id, title, entries]) => ({ id, title, entries: sortEntries(entries) }));
}

/**
 * The notes of a plan about a host besides its changes: refusals first, then risks that require `--force`, kept pools,
 * and settings that could not be compared.
 */
export function planNotes({
  pools,
  refusals,
  risks,
  kept,
  unreadable = [],
}: Pick<HostPlan, "pools" | "refusals" | "risks" | "kept" | "unreadable">): NoteView[] {
  return [
    ...emptyNotes(pools),
    ...refusals.map((refusal) => ({ kind: "refusal" as const, ...errorNote(refusal) })),
    ...risks.map((risk) => ({
      ...{ kind: "risk" as const, code: risk.rule, text: describeError(risk), pools: risk.pools },
      ...(risk.hint !== undefined && { hint: risk.hint }),
    })),
    ...kept.map(({ pool, reason }) => ({ kind: "kept" as const, text: `pool "${pool}": ${reason}`, pools: [pool] })),
    ...unreadableNotes(unreadable),
  ];
}

function errorNote({ code, message, pool, path, hint }: IisError): Omit<NoteView, "kind"> {
  return {
    ...{ code, text: message, pools: pool === undefined ? [] : [pool] },
    ...(path !== undefined && { path }),
    ...(hint !== undefined && { hint }),
  };
}

const countAsDifference = "--check-passwords counts it as a difference";

function unreadableNotes(settings: readonly UnreadableSetting[]): NoteView[] {
  return describeUnreadable(settings).map(({ text, ...one }) => ({
    ...{ kind: "warning" as const, ...one, text: joinSentences(text, countAsDifference), hint: countAsDifference },
  }));
}

/** The notes of an apply about a host besides its changes: what was rolled back, how to restore, warnings. */
export function applyNotes({ rolledBack, backup, warnings }: HostApply): NoteView[] {
  return [
    ...(rolledBack?.failed ?? []).map(({ pool, error }) => ({
      ...{ kind: "not rolled back" as const, ...errorNote(error), pools: [pool] },
    })),
    ...(rolledBack === undefined || rolledBack.pools.length === 0
      ? []
      : [{ kind: "rolled back" as const, text: rolledBack.pools.join(", "), pools: rolledBack.pools }]),
    ...(backup === undefined ? [] : [{ kind: "backup" as const, code: backup.name, text: backup.restore, pools: [] }]),
    ...warnings.map((text) => ({ kind: "warning" as const, text, pools: [] })),
  ];
}

/**
 * The notes of a drift about a host besides its differences: settings that could not be compared, and ignore rules
 * without effect.
 */
export function driftNotes({
  pools,
  unusedRules = [],
  unreadable = [],
}: Pick<HostDrift, "pools" | "unusedRules" | "unreadable">): NoteView[] {
  const unused = unusedRules.map(({ reason, position }) => ({
    ...{ kind: "warning" as const, position },
    text: `the ignore rule at ${formatPosition(position)} (${reason}) has no effect here; remove it`,
    pools: [],
  }));
  return [...emptyNotes(pools), ...unreadableNotes(unreadable), ...unused];
}

function emptyNotes(pools: number): NoteView[] {
  return pools > 0 ? [] : [{ kind: "warning", text: noPools, pools: [] }];
}
