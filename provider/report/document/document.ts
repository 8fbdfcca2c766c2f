import type { IisError } from "../../errors";
import type { LintFinding } from "../../lint/rule";
import { poolKey } from "../../names";
import type { HostDrift } from "../../plan/drift/drift";
import type { HostApply, HostPlan, HostResult, WaveResult } from "../../plan/results";
import type { Report } from "../report";
import type {
  ApplyHostJson,
  DriftHostJson,
  FailedHostJson,
  PlanHostJson,
  PlanReport,
  ReportDocument,
  ShardJson,
  WaveJson,
} from "../schema/change-reports";
import type { EntryJson, Made } from "../schema/parts";
import { errorJson } from "./error";
import { changeEntry, driftEntries, findingJson, sortEntries } from "./entries";
import { applyNotes, driftNotes, planNotes } from "./notes";
import { countFindings, countOf, totalCounts } from "./counts";
import type { ComparedHosts, ComparedPool, ComparedSetting } from "../../plan/compare/compare-hosts";
import { Secret } from "../../secret";
import { describeSetting, type SettingValue, shownValue } from "../../settings/value";
import type { CompareReport } from "../schema/compare-report";

/**
 * The document of a report: destructive entries first, lint findings in their entries, secrets masked. Every format is made
 * of it, so a stored document can be rendered later.
 *
 * @param made when and of what it is made
 */
export function documentOf(report: Report, made?: Made): ReportDocument {
  const about = made === undefined ? {} : { made };
  switch (report.kind) {
    case "plan":
      return { ...planDocument(report), ...about };
    case "apply": {
      const hosts = hostsOf(report, applyHost);
      const waves = report.waves?.map(waveJson);
      return {
        ...{ schema: "iispools.apply/1", ...about, ...shardOf(report), hosts, ...(waves !== undefined && { waves }) },
        counts: totalCounts(hosts, { failed: 0, applied: 0, remaining: 0 }),
      };
    }
    case "drift": {
      const hosts = hostsOf(report, driftHost);
      const none = { declared: 0, undeclared: 0, unknownPools: 0, unknownSettings: 0, suppressed: 0 };
      return { schema: "iispools.drift/1", ...about, ...shardOf(report), hosts, counts: totalCounts(hosts, none) };
    }
    case "compare":
      return { ...compareDocument(report.compared, report.names), ...about };
    case "lint": {
      const { findings, faults, checked } = report;
      const { hosts } = checked;
      return {
        ...{ schema: "iispools.lint/1", ...about, checked: { ...checked, hosts: hosts.length, hostNames: hosts } },
        faults: faults.map(({ path, message, position }) => ({ path, message, ...(position && { position }) })),
        ...{ findings: findings.map(findingJson), counts: countFindings(findings, faults.length) },
      };
    }
  }
}

function planDocument(report: Extract<Report, { kind: "plan" }>): PlanReport {
  const own = new Set(report.hosts.map(({ host }) => host));
  // With a shard the findings are those of all shards.
  const lint = report.lint.filter(({ host }) => report.shard === undefined || host === undefined || own.has(host));
  const byPool = Map.groupBy(lint, ({ pool }) => poolKey(pool));
  const beside = new Set<LintFinding>();
  const findingsOf = (host: string, pool: string): readonly LintFinding[] => {
    const found = byPool.get(poolKey(pool))?.filter((one) => one.host === undefined || one.host === host) ?? [];
    for (const finding of found) beside.add(finding);
    return found;
  };
  const hosts = hostsOf(report, (plan) => planHost(plan, findingsOf));
  const others = lint.filter((finding) => !beside.has(finding));
  const findings = others.map(findingJson);
  const counts = totalCounts(hosts, { delete: 0, rename: 0, create: 0, update: 0 });
  const places = new Map(report.lint.map((finding, place) => [finding, place]));
  const shard = report.shard && { ...report.shard, findings: others.flatMap((one) => places.get(one) ?? []) };
  const parts = { ...(shard && { shard }), hosts, findings };
  return { schema: "iispools.plan/1", ...parts, counts: { ...counts, ...countFindings(lint, 0) } };
}

function shardOf({ shard }: Pick<Extract<Report, { kind: "drift" }>, "shard">): { readonly shard?: ShardJson } {
  return shard === undefined ? {} : { shard };
}

function hostsOf<T, J>(
  { hosts, skipped = [] }: { readonly hosts: readonly HostResult<T>[]; readonly skipped?: readonly string[] },
  found: (value: T) => J,
): (J | FailedHostJson)[] {
  return hosts.map((result) => {
    if (result.ok) return found(result.value);
    const { host, error } = result;
    return { host, ok: false, error: errorJson(error), ...(skipped.includes(host) && { skipped: true }) };
  });
}

function planHost(
  { host, pools, changes, recycling, commands, ...rest }: HostPlan,
  findingsOf: (host: string, pool: string) => readonly LintFinding[],
): PlanHostJson {
  const entries = changes
    .map((change) => changeEntry(change))
    .map((entry) => withFindings(entry, findingsOf(host, entry.pool)));
  const kinds = (kind: string): number => changes.filter(({ change }) => change.kind === kind).length;
  return {
    ...{ host, ok: true, pools, changes: sortEntries(entries), notes: planNotes({ pools, ...rest }) },
    ...{ recycling, commands },
    counts: { delete: kinds("delete"), rename: kinds("rename"), create: kinds("create"), update: kinds("update") },
  };
}

function withFindings(entry: EntryJson, findings: readonly LintFinding[]): EntryJson {
  return findings.length === 0 ? entry : { ...entry, findings: findings.map(findingJson) };
}

function applyHost(apply: HostApply): ApplyHostJson {
  const { host, failed, applied, remaining } = apply;
  return {
    ...{ host, ok: true },
    failed: sortEntries(failed.map(({ change, error }) => ({ ...changeEntry(change), error: errorJson(error) }))),
    applied: sortEntries(applied.map((change) => changeEntry(change))),
    remaining: sortEntries(remaining.map((change) => changeEntry(change))),
    notes: applyNotes(apply),
    counts: { failed: failed.length, applied: applied.length, remaining: remaining.length },
  };
}

function waveJson({ name, hosts, outcome, problems, answers }: WaveResult): WaveJson {
  return { name, hosts, outcome, problems: problems.map((problem: IisError) => errorJson(problem)), answers };
}

function driftHost(drift: HostDrift): DriftHostJson {
  const { host, pools } = drift;
  const entries = driftEntries(drift);
  return {
    ...{ host, ok: true, pools },
    declared: sortEntries(entries.declared),
    undeclared: sortEntries(entries.undeclared),
    unknownPools: sortEntries(entries.unknownPools),
    unknownSettings: sortEntries(entries.unknownSettings),
    suppressed: sortEntries(entries.suppressed),
    notes: driftNotes(drift),
    counts: countOf(drift),
  };
}

type Names = readonly [first: string, second: string];

/** The JSON document of a comparison. */
function compareDocument({ pools, applicationPoolDefaults, same }: ComparedHosts, names: Names): CompareReport {
  const count = (on: ComparedPool["on"]): number => pools.filter((pool) => pool.on === on).length;
  const settingOf = ({ path, first, second }: ComparedSetting): CompareReport["pools"][number]["settings"][number] => ({
    ...{ path, first: valueOf(first), second: valueOf(second, first) },
    text: describeBoth({ path, first, second }, names),
  });
  const [first, second] = names;
  return {
    ...{ schema: "iispools.compare/1", first, second },
    pools: pools.map(({ name, on, settings }) => ({ pool: name, on, settings: settings.map(settingOf) })),
    applicationPoolDefaults: applicationPoolDefaults.map(settingOf),
    counts: { same, different: count("both"), onlyFirst: count("first"), onlySecond: count("second") },
  };
}

function valueOf(
  value: SettingValue | undefined,
  before?: SettingValue,
): CompareReport["applicationPoolDefaults"][number]["first"] {
  if (value === undefined) return null;
  if (value instanceof Secret)
    return value.isSet && before instanceof Secret && before.isSet ? "[changed]" : String(value);
  return shownValue(value, before) as Exclude<SettingValue, Secret>;
}

function describeBoth({ path, first, second }: ComparedSetting, [one, other]: Names): string {
  if (first instanceof Secret && second instanceof Secret && first.isSet && second.isSet) {
    return `another [secret] on ${one} than on ${other}`;
  }
  const on = (name: string, value: SettingValue | undefined, before?: SettingValue): string => {
    if (value === undefined) return `not available on ${name}`;
    return `${path === "state" ? (value as string) : describeSetting(path, value, before)} on ${name}`;
  };
  return `${on(one, first)}, ${on(other, second, first)}`;
}
