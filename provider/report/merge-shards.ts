import type { Fault } from "../errors";
import { describeGiven, describeWrong } from "../input/wording";
import { canonicalJson } from "../record";
import { plural } from "../text";
import { mergeWaves } from "./merge-waves";
import type { NamedReport } from "./named-report";
import type { PlanReport, ReportDocument, ShardJson } from "./schema/change-reports";

type OfShard = Extract<ReportDocument, { shard?: unknown }>;

/** Which part of a run a report is; undefined if it is the whole. */
export function shardOfReport(document: ReportDocument): ShardJson | undefined {
  return "shard" in document ? document.shard : undefined;
}

/** The shards of the run that a report does not have, in ascending order; empty if it is the whole. */
export function missingShards(document: ReportDocument): readonly number[] {
  const shard = shardOfReport(document);
  if (shard === undefined) return [];
  return Array.from({ length: shard.of }, (_, at) => at + 1).filter((index) => !shard.indexes.includes(index));
}

/** Why reports of shards cannot be one report. None for reports without shards. */
export function shardFaults(reports: readonly NamedReport[]): readonly Fault[] {
  const shards = reports.flatMap(({ file, document }) => {
    const shard = shardOfReport(document);
    return shard === undefined ? [] : [{ file, document, shard }];
  });
  const [first] = shards;
  if (first === undefined) return [];
  const whole = reports.find(({ document }) => shardOfReport(document) === undefined);
  const seen = { indexes: new Map<number, string>(), hosts: new Map<number, string>() };
  return [
    ...(whole === undefined
      ? []
      : [
          {
            path: whole.file,
            message: `is of no shard, but ${first.file} is; first merge the reports of all shards of one run`,
          },
        ]),
    ...shards.flatMap(({ file, document, shard }) => [
      ...wrongParts(document, shard).map((message) => ({ path: file, message })),
      ...(shard.of === first.shard.of
        ? []
        : [{ path: file, message: `is of ${shard.of} shards, but ${first.file} is of ${first.shard.of}` }]),
      ...repeated(shard.indexes, seen.indexes, file).map(({ one, earlier }) => ({
        path: file,
        message: `has shard ${one}, which is in ${earlier} too; leave one of them out`,
      })),
      ...repeated(shard.hosts, seen.hosts, file)
        .slice(0, 1)
        .map(({ earlier }) => ({
          path: file,
          message: `has other hosts in the places of those of ${earlier}; merge reports of the same pool files and --host`,
        })),
    ]),
  ];
}

/** A report from outside can name other places than it has hosts. */
function wrongParts(document: ReportDocument, { hosts, findings = [] }: ShardJson): string[] {
  const count = (name: "hosts" | "findings"): number =>
    name in document
      ? ((document as Readonly<Partial<Record<typeof name, readonly unknown[]>>>)[name]?.length ?? 0)
      : 0;
  const fault = (what: string, places: number, has: number): string[] =>
    places === has
      ? []
      : [`shard.${what}: ${describeWrong(`a list of ${plural(has, "place", "places")}`, places, describeGiven)}`];
  return [...fault("hosts", hosts.length, count("hosts")), ...fault("findings", findings.length, count("findings"))];
}

function repeated<T>(ones: readonly T[], seen: Map<T, string>, file: string): { one: T; earlier: string }[] {
  return ones.flatMap((one) => {
    const earlier = seen.get(one);
    seen.set(one, file);
    return earlier === undefined ? [] : [{ one, earlier }];
  });
}

/** The reports in the order of their shards, so that the order of files has no effect; reports without shards as they are. */
export function inOrderOfShards(reports: readonly NamedReport[]): readonly NamedReport[] {
  const first = ({ document }: NamedReport): number => Math.min(...(shardOfReport(document)?.indexes ?? [0]));
  return [...reports].sort((a, b) => first(a) - first(b));
}

/**
 * The merged report with hosts, findings and waves in the order of one run, of which it is the whole if no shard is missing. Reports
 * without shards are returned unchanged.
 *
 * @param reports those that were merged, in their order
 */
export function asOneRun(merged: ReportDocument, reports: readonly NamedReport[]): ReportDocument {
  const parts = reports.flatMap(({ document }) => shardOfReport(document) ?? []);
  const [first] = parts;
  if (first === undefined || !("shard" in merged)) return merged;
  const rest = withoutShard(merged);
  const indexes = parts.flatMap((part) => part.indexes).sort((a, b) => a - b);
  const hosts = sortBy<{ readonly host: string }>(
    merged.hosts,
    parts.flatMap((part) => part.hosts),
  );
  const findings =
    rest.schema === "iispools.plan/1" ? sortBy(rest.findings, placesOf(rest.findings, reports)) : undefined;
  const names = hosts.sorted.map(({ host }) => host);
  const ofShards = reports.flatMap(({ document }) => ("waves" in document ? [document.waves ?? []] : []));
  const document = {
    ...{ ...rest, hosts: hosts.sorted },
    ...(findings && { findings: findings.sorted }),
    ...(ofShards.length > 0 && { waves: mergeWaves(ofShards, names) }),
  } as ReportDocument;
  if (indexes.length === first.of) return document;
  const shard = { of: first.of, indexes, hosts: hosts.places, ...(findings && { findings: findings.places }) };
  return { ...document, shard } as ReportDocument;
}

function withoutShard({ shard: _, ...rest }: OfShard): OfShard {
  return rest;
}

/** The place of each finding of a merged plan; shards have the same place for the same finding. */
function placesOf(findings: PlanReport["findings"], reports: readonly NamedReport[]): number[] {
  const places = new Map(
    reports.flatMap(({ document }) => {
      if (document.schema !== "iispools.plan/1") return [];
      return document.findings.map((one, at) => [canonicalJson(one), document.shard?.findings?.[at]] as const);
    }),
  );
  return findings.map((finding) => places.get(canonicalJson(finding)) ?? 0);
}

function sortBy<T>(
  ones: readonly T[],
  places: readonly number[],
): { readonly sorted: readonly T[]; readonly places: readonly number[] } {
  const placed = ones.map((one, at) => ({ one, place: places[at] ?? 0 })).sort((a, b) => a.place - b.place);
  return { sorted: placed.map(({ one }) => one), places: placed.map(({ place }) => place) };
}
