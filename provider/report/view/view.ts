import { ownValue } from "../../record";
import { findAttribute } from "../../settings/app-pool-attributes";
import type {
  ApplyHostJson,
  DriftHostJson,
  FailedHostJson,
  PlanHostJson,
  ReportDocument,
} from "../schema/change-reports";
import type { EntryJson, SettingJson } from "../schema/parts";
import { describeDocumentValue } from "../values";
import { driftKinds } from "../document/entries";
import { viewComparison } from "./comparison";
import { countsOf, driftCounts, sumCounts } from "./counts";
import { describeEffect, remainingAdvice, undeclaredAdvice } from "./sentences";
import type { EntryView, GroupId, GroupView, HostView, SettingView, View } from "./model";

/** The title of each kind of report, and of its columns: what the server has, and what is declared. */
const titles = {
  plan: { title: "Plan", columns: ["On the server", "After apply"] },
  apply: { title: "Apply", columns: ["Before", "After"] },
  drift: { title: "Drift", columns: ["On the server", "In the file"] },
  lint: { title: "Lint", columns: ["", ""] },
} as const;

/** What the writers show of a document: texts for people, groups with their titles, counts in words. */
export function viewDocument(document: ReportDocument): View {
  switch (document.schema) {
    case "iispools.plan/1": {
      const view = viewHosts("plan", document, viewPlan);
      return { ...view, findings: document.findings, counts: [...view.counts, ...countsOf("lint", document.counts)] };
    }
    case "iispools.apply/1":
      return { ...viewHosts("apply", document, viewApply), ...(document.waves && { waves: document.waves }) };
    case "iispools.drift/1":
      return viewHosts("drift", document, viewDrift);
    case "iispools.lint/1": {
      const { made, findings, faults, checked, counts } = document;
      return {
        ...{
          kind: "lint",
          ...titles.lint,
          hosts: [],
          names: checked?.hostNames ?? [...new Set(findings.flatMap(({ host = [] }) => host))],
          findings,
          faults,
          failedHosts: 0,
          counts: countsOf("lint", counts),
        },
        ...(made && { made }),
        ...(checked && { checked }),
      };
    }
    case "iispools.compare/1":
      return viewComparison(document);
  }
}

function viewHosts<T extends { readonly ok: true }>(
  kind: Exclude<View["kind"], "lint" | "compare">,
  { made, hosts }: { readonly made?: View["made"]; readonly hosts: readonly (T | FailedHostJson)[] },
  viewHost: (host: T) => HostView,
): View {
  const views = hosts.map((host) => (host.ok ? viewHost(host) : failedHost(host)));
  const failedHosts = hosts.filter(({ ok }) => !ok).length;
  return {
    ...{
      kind,
      ...titles[kind],
      hosts: views,
      names: views.map(({ host }) => host),
      findings: [],
      faults: [],
      failedHosts,
      counts: sumCounts(kind, views),
    },
    ...(made && { made }),
  };
}

function failedHost({ host, error, skipped }: FailedHostJson): HostView {
  return {
    host,
    error,
    ...(skipped && { isSkipped: true }),
    groups: [],
    notes: [],
    counts: [],
    recycling: [],
    commands: [],
  };
}

function viewPlan({ host, pools, changes, notes, recycling, commands, counts }: PlanHostJson): HostView {
  const groups = groupsOf("plan", [["changes", "Changes", changes]]);
  return { host, pools, groups, notes, recycling, commands, counts: countsOf("plan", counts) };
}

function viewApply({ host, failed, applied, remaining, notes, counts }: ApplyHostJson): HostView {
  const groups = groupsOf("apply", [
    ["failed", "Failed", failed],
    ["applied", "Applied", applied],
    ["remaining", "Not begun", remaining],
  ]);
  return { host, groups, notes, recycling: [], commands: [], counts: countsOf("apply", counts) };
}

function viewDrift(drift: DriftHostJson): HostView {
  const { host, pools, notes, counts } = drift;
  // Reports of version 0.1.0 have no kinds.
  const declared = drift.declared.map((entry) => withKind(entry, ownValue(driftKinds, entry.action)));
  const [undeclared = [], unknownPools = []] = [drift.undeclared, drift.unknownPools].map((entries) =>
    entries.map((entry) => withKind(entry, "extra")),
  );
  const groups = groupsOf("drift", [
    ["declared", "Differs from what is declared", declared],
    ["undeclared", "Set on the server, in no file", undeclared],
    ["unknown-pools", "Pools that are in no file", unknownPools],
    ["unknown-settings", "Settings that this version does not know", drift.unknownSettings],
    ["suppressed", "Ignored by rule", drift.suppressed],
  ]);
  return { host, pools, groups, notes, recycling: [], commands: [], counts: driftCounts({ declared, counts }) };
}

function withKind(entry: EntryJson, otherwise: EntryJson["kind"]): EntryJson {
  const { kind = otherwise } = entry;
  return { ...entry, ...(kind && { kind }) };
}

function groupsOf(
  kind: View["kind"],
  groups: readonly (readonly [GroupId, string, readonly EntryJson[]])[],
): GroupView[] {
  return groups
    .filter(([, , entries]) => entries.length > 0)
    .map(([id, title, entries]) => ({
      ...{ id, title, entries: entries.map((entry) => viewEntry(kind, entry)) },
      ...(id === "undeclared" && { advice: undeclaredAdvice }),
      ...(id === "remaining" && { advice: remainingAdvice }),
    }));
}

const symbols: Readonly<Record<EntryJson["action"], EntryView["symbol"]>> = {
  ...{ create: "+", update: "~", rename: "~", delete: "-" },
  ...{ undeclared: "?", unknown: "?", ignored: "=" },
};

function viewEntry(kind: View["kind"], { settings, findings = [], ...entry }: EntryJson): EntryView {
  const { action } = entry;
  const effect = describeEffect(kind, entry);
  return {
    ...{ ...entry, symbol: symbols[action], findings, ...(effect !== undefined && { effect }) },
    // What a missing pool would get is in its file.
    settings: kind === "drift" && action === "create" ? [] : settings.map((setting) => viewSetting(setting, action)),
  };
}

function viewSetting({ path, from, to, text, place, position }: SettingJson, action: EntryJson["action"]): SettingView {
  const label = findAttribute(path)?.label;
  // What an ignore rule covers, and the end of a rename, is said in a text beside the values.
  const isText = action === "ignored" || (from === undefined && to === undefined) || path === "renamedFrom";
  return {
    ...{ path, ...(label !== undefined && { label }) },
    ...(isText
      ? { text }
      : {
          ...(from !== undefined && { from: describeDocumentValue(path, from) }),
          ...(to !== undefined && { to: describeDocumentValue(path, to) }),
          canonical: { ...(from !== undefined && { from }), ...(to !== undefined && { to }) },
        }),
    ...(place && { place }),
    ...(position && { position }),
  };
}
