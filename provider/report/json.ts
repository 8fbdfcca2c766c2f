import type { LintFinding } from "../lint/finding";
import type { Count, EntryView, HostView, LineView, NoteView, View, WaveView } from "./view-model";
import { describeLine } from "./shown";

/**
 * The `schema` of each report. The saved plan that `apply` takes is another document, `iispools.saved-plan/1`. Within a
 * number, members are only added.
 */
export const reportSchemas = {
  plan: "iispools.plan/1",
  apply: "iispools.apply/1",
  drift: "iispools.drift/1",
  lint: "iispools.lint/1",
} as const satisfies Record<View["kind"], string>;

/** A report for programs; docs/report.schema.json describes it. */
export function writeJson(view: View): string {
  const { kind, hosts, waves, findings, faults, counts, failedHosts } = view;
  const document = {
    schema: reportSchemas[kind],
    ...(kind === "lint" ? { faults } : { hosts: hosts.map((host) => hostJson(kind, host)) }),
    ...(waves !== undefined && { waves: waves.map(waveJson) }),
    ...(kind === "lint" || kind === "plan" ? { findings: findings.map(findingJson) } : {}),
    counts: { ...(kind === "lint" ? {} : { hosts: hosts.length, failedHosts }), ...countsJson(counts) },
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function waveJson({ name, hosts, outcome, problems, answers }: WaveView): object {
  return { name, hosts, outcome, problems, answers };
}

function hostJson(kind: View["kind"], view: HostView): object {
  const { host, pools, error, groups, notes, counts, recycling, commands } = view;
  if (error !== undefined) return { host, ok: false, error };
  const group = (id: string): object[] =>
    groups.filter((one) => one.id === id).flatMap(({ entries }) => entries.map(entryJson));
  return {
    ...{ host, ok: true, ...(pools !== undefined && { pools }) },
    ...Object.fromEntries(groupsOfKind[kind].map(([id, name]) => [name, group(id)])),
    notes: notes.map(noteJson),
    ...(kind === "plan" ? { recycling, commands } : {}),
    counts: countsJson(counts),
  };
}

/** The groups that a kind of report always has, and the members that hold them. */
const groupsOfKind: Readonly<Record<View["kind"], readonly (readonly [string, string])[]>> = {
  plan: [["changes", "changes"]],
  apply: [
    ["failed", "failed"],
    ["applied", "applied"],
    ["remaining", "remaining"],
  ],
  drift: [
    ["declared", "declared"],
    ["undeclared", "undeclared"],
    ["unknown-pools", "unknownPools"],
    ["unknown-settings", "unknownSettings"],
    ["suppressed", "suppressed"],
  ],
  lint: [],
};

function entryJson(entry: EntryView): object {
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

function lineJson(line: LineView): object {
  const { path, from, to, position } = line;
  return {
    path,
    ...(from !== undefined && { from: from.value }),
    ...(to !== undefined && { to: to.value }),
    text: describeLine(line),
    ...(position !== undefined && { position }),
  };
}

function findingJson({ rule, severity, pool, host, path, message, link, position }: LintFinding): object {
  return {
    ...{ rule, severity, pool, ...(host !== undefined && { host }), path, message, link },
    ...(position !== undefined && { position }),
  };
}

function noteJson({ kind, code, text, pools }: NoteView): object {
  return { kind, ...(code !== undefined && { code }), text, ...(pools.length > 0 && { pools }) };
}

function countsJson(counts: readonly Count[]): Record<string, number> {
  return Object.fromEntries(counts.map(({ name, count }) => [name, count]));
}
