import type { Fault } from "../errors";
import { hostNameKey } from "../names";
import { countLevels } from "./document/counts";
import { canonicalJson, eachOnce } from "../record";
import { asOneRun, inOrderOfShards, shardFaults } from "./merge-shards";
import type { NamedReport } from "./named-report";
import type { LintReport, PlanReport, ReportDocument } from "./schema/change-reports";
import type { FindingJson, Made } from "./schema/parts";

/** One document of all, or why there is none. */
export type MergedReport =
  { readonly ok: true; readonly document: ReportDocument } | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * One report of several reports of the same kind, with the hosts of all, in their order. Counts are sums; what several reports
 * say of no host in particular is said once. A host must be in one of them only: which of two is right is not known. The reports of all
 * shards of a run are the report of one run without shards, in any order.
 */
export function mergeReports(reports: readonly NamedReport[]): MergedReport {
  const [first, ...others] = reports;
  if (first === undefined) throw new TypeError("no report to merge");
  const faults = [
    ...others
      .filter(({ document }) => document.schema !== first.document.schema)
      .map(({ file, document }) => ({
        path: file,
        message: `has the schema ${document.schema}, but ${first.file} has ${first.document.schema}; merge reports of one kind`,
      })),
    ...reports
      .filter(({ document }) => document.schema === "iispools.compare/1")
      .map(({ file }) => ({
        path: file,
        message: "is a comparison of two servers; reports of that kind are not merged",
      })),
    ...repeatedHosts(reports),
    ...shardFaults(reports),
  ];
  if (faults.length > 0) return { ok: false, faults };
  const sorted = inOrderOfShards(reports);
  const merged = sorted.map(({ document }) => document).reduce((all, document) => mergeTwo(all, document));
  return { ok: true, document: asOneRun(merged, sorted) };
}

function repeatedHosts(reports: readonly NamedReport[]): Fault[] {
  const seen = new Map<string, string>();
  return reports.flatMap(({ file, document }) =>
    hostsOf(document).flatMap((host) => {
      const earlier = seen.get(hostNameKey(host));
      seen.set(hostNameKey(host), file);
      return earlier === undefined
        ? []
        : [{ path: file, message: `has the host ${host}, which is in ${earlier} too; leave one of them out` }];
    }),
  );
}

function hostsOf(document: ReportDocument): readonly string[] {
  return "hosts" in document ? document.hosts.map(({ host }) => host) : [];
}

function mergeTwo(a: ReportDocument, b: ReportDocument): ReportDocument {
  const made = a.made === undefined || b.made === undefined ? (a.made ?? b.made) : mergeMade(a.made, b.made);
  const about = made === undefined ? {} : { made };
  if (a.schema === "iispools.plan/1" && b.schema === a.schema) {
    const hosts = [...a.hosts, ...b.hosts];
    const ofChanges = hosts.flatMap(findingsBeside);
    const areBeside = new Set(ofChanges.map((finding) => canonicalJson(finding)));
    // Its pool can be unchanged in one report and change in another.
    const findings = eachOnce([...a.findings, ...b.findings]).filter((one) => !areBeside.has(canonicalJson(one)));
    const levels = countLevels(eachOnce([...findings, ...ofChanges]));
    return { ...a, ...about, hosts, findings, counts: { ...sum(a.counts, b.counts), ...levels } };
  }
  if (a.schema === "iispools.apply/1" && b.schema === a.schema) {
    const waves = [...(a.waves ?? []), ...(b.waves ?? [])];
    const ofWaves = waves.length === 0 ? {} : { waves };
    return { ...a, ...about, hosts: [...a.hosts, ...b.hosts], ...ofWaves, counts: sum(a.counts, b.counts) };
  }
  if (a.schema === "iispools.drift/1" && b.schema === a.schema) {
    return { ...a, ...about, hosts: [...a.hosts, ...b.hosts], counts: sum(a.counts, b.counts) };
  }
  if (a.schema === "iispools.lint/1" && b.schema === a.schema) {
    const findings = eachOnce([...a.findings, ...b.findings]);
    const faults = eachOnce([...a.faults, ...b.faults]);
    const checked = mergeChecked(a, b);
    const counts = { faults: faults.length, ...countLevels(findings) };
    return { ...withoutChecked(a), ...about, ...(checked && { checked }), faults, findings, counts };
  }
  throw new TypeError("reports of two kinds are not merged");
}

/** The findings in the entries of a host. */
function findingsBeside(host: PlanReport["hosts"][number]): readonly FindingJson[] {
  return host.ok ? host.changes.flatMap(({ findings = [] }) => findings) : [];
}

function withoutChecked({ checked: _, ...report }: LintReport): LintReport {
  return report;
}

/** How much both have checked; undefined if they share a part of it, because its pools would count twice. */
function mergeChecked(a: LintReport, b: LintReport): LintReport["checked"] {
  if (a.checked === undefined || b.checked === undefined) return undefined;
  const [ofA, ofB] = [readBy(a), readBy(b)];
  // Reports of earlier versions do not name the hosts.
  if (ofA === undefined || ofB === undefined) return undefined;
  const shared = ofA.filter((one) => ofB.includes(one)).length;
  if (shared === ofB.length) return a.checked;
  if (shared === ofA.length) return b.checked;
  const { hostNames: namesA, ...countsA } = a.checked;
  const { hostNames: namesB, ...countsB } = b.checked;
  if (shared > 0 || namesA === undefined || namesB === undefined) return undefined;
  const hosts = new Map([...namesA, ...namesB].map((name) => [hostNameKey(name), name]));
  return { ...sum(countsA, countsB), hosts: hosts.size, hostNames: [...hosts.values()] };
}

/** What a lint has read: the pool files, or the hosts. */
function readBy({ made, checked }: LintReport): readonly string[] | undefined {
  return checked?.files === 0 ? checked.hostNames?.map(hostNameKey) : made?.files;
}

function sum<N extends string>(a: Readonly<Record<N, number>>, b: Readonly<Record<N, number>>): Record<N, number> {
  const names = Object.keys(a) as N[];
  return Object.fromEntries(names.map((name) => [name, a[name] + b[name]])) as Record<N, number>;
}

/** The later time; the commit only if it is the same. */
function mergeMade(a: Made, b: Made): Made {
  const { at, version } = a.at >= b.at ? a : b;
  const files = [...new Set([...a.files, ...b.files])];
  if (a.commit === undefined || a.commit !== b.commit) return { at, version, files };
  return { at, version, files, commit: a.commit, ...(a.fileUrl === b.fileUrl && a.fileUrl && { fileUrl: a.fileUrl }) };
}
