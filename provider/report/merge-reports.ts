import type { Fault } from "../errors";
import { hostNameKey } from "../names";
import { canonicalJson } from "../record";
import type { LintReport, ReportDocument } from "./schema/change-reports";
import type { Made } from "./schema/parts";

/** A report with the file that it is from. */
export interface NamedReport {
  readonly file: string;
  readonly document: ReportDocument;
}

/** One document of all, or why there is none. */
export type MergedReport =
  { readonly ok: true; readonly document: ReportDocument } | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * One report of several reports of the same kind, with the hosts of all, in their order. Counts are sums; what several reports
 * say of no host in particular is said once. A host must be in one of them only: which of two is right is not known.
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
  ];
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, document: others.reduce((merged, { document }) => mergeTwo(merged, document), first.document) };
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
    const findings = together(a.findings, b.findings);
    return { ...a, ...about, hosts: [...a.hosts, ...b.hosts], findings, counts: sum(a.counts, b.counts) };
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
    const findings = together(a.findings, b.findings);
    const faults = together(a.faults, b.faults);
    const levels = (level: string): number => findings.filter(({ severity }) => severity === level).length;
    const counts = {
      faults: faults.length,
      errors: levels("error"),
      warnings: levels("warning"),
      infos: levels("info"),
    };
    const checked = mergeChecked(a, b);
    return { ...a, ...about, ...(checked && { checked }), faults, findings, counts };
  }
  throw new TypeError("reports of two kinds are not merged");
}

/** What is in either; what is in both once. */
function together<T>(a: readonly T[], b: readonly T[]): readonly T[] {
  const known = new Set(a.map(canonicalJson));
  return [...a, ...b.filter((one) => !known.has(canonicalJson(one)))];
}

/** How much both have checked. A file of both counts once; if one has no other files, neither do its pools and hosts count again. */
function mergeChecked(a: LintReport, b: LintReport): LintReport["checked"] {
  if (a.checked === undefined || b.checked === undefined) return undefined;
  const ofA = new Set(a.made?.files);
  const ofB = new Set(b.made?.files);
  const shared = [...ofA].filter((file) => ofB.has(file)).length;
  if (shared > 0 && shared === ofB.size) return a.checked;
  if (shared > 0 && shared === ofA.size) return b.checked;
  const { files, ...rest } = sum(a.checked, b.checked);
  return { files: files - shared, ...rest };
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
