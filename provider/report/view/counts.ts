import type { FileFault } from "../../errors";
import type { LintFinding } from "../../lint/rule";
import type { HostDrift } from "../../plan/drift/drift";
import type { HostApply, PlannedChange } from "../../plan/results";
import { plural } from "../../text";
import type { Count, HostView, View } from "./model";

/** The words for a count: one, and many if that is different. */
const words = {
  create: ["to create"],
  update: ["to update"],
  delete: ["to delete"],
  rename: ["to rename"],
  applied: ["applied"],
  failed: ["failed"],
  remaining: ["not begun"],
  declared: ["pool differs", "pools differ"],
  undeclared: ["undeclared setting", "undeclared settings"],
  unknownPools: ["unknown pool", "unknown pools"],
  unknownSettings: ["unknown setting", "unknown settings"],
  suppressed: ["ignored"],
  faults: ["fault", "faults"],
  errors: ["lint error", "lint errors"],
  warnings: ["lint warning", "lint warnings"],
  infos: ["lint note", "lint notes"],
} as const satisfies Record<string, readonly [string, string?]>;

/** The names of the counts of each kind of report, in their order; a plan also counts lint findings. */
export const countNames = {
  plan: ["delete", "rename", "create", "update"],
  apply: ["failed", "applied", "remaining"],
  drift: ["declared", "undeclared", "unknownPools", "unknownSettings", "suppressed"],
  lint: ["faults", "errors", "warnings", "infos"],
} as const satisfies Record<View["kind"], readonly (keyof typeof words)[]>;

const nothing = {
  plan: "nothing to change",
  apply: "nothing to change",
  drift: "no drift",
  lint: "nothing found",
} as const;

/** The counts of a host's plan. */
export function countChanges(changes: readonly PlannedChange[]): Count[] {
  const kinds = (kind: string): number => changes.filter(({ change }) => change.kind === kind).length;
  return countNames.plan.map((kind) => countOf(kind, kinds(kind)));
}

/** The counts of a host's apply. */
export function countApply({ failed, applied, remaining }: HostApply): Count[] {
  return [countOf("failed", failed.length), countOf("applied", applied.length), countOf("remaining", remaining.length)];
}

/** The counts of a host's drift. */
export function countDrift(drift: HostDrift): Count[] {
  return [
    countOf("declared", drift.declared.length),
    countOf("undeclared", drift.undeclared.length),
    countOf("unknownPools", drift.unknownPools.length),
    countOf("unknownSettings", drift.unknownSettings.length),
    countOf("suppressed", drift.suppressed.length),
  ];
}

/** The counts of lint and of reading the files. */
export function countFindings(findings: readonly LintFinding[], faults: readonly FileFault[]): Count[] {
  const levels = (level: string): number => findings.filter(({ severity }) => severity === level).length;
  return [
    countOf("faults", faults.length),
    countOf("errors", levels("error")),
    countOf("warnings", levels("warning")),
    countOf("infos", levels("info")),
  ];
}

/** The counts of all hosts together; complete even if all hosts failed. */
export function sumCounts(kind: "plan" | "apply" | "drift", hosts: readonly HostView[]): Count[] {
  const all = hosts.flatMap(({ counts }) => counts);
  return countNames[kind].map((name) =>
    countOf(
      name,
      all.reduce((sum, one) => sum + (one.name === name ? one.count : 0), 0),
    ),
  );
}

/** The counts of these names, for programs; complete even if some were not counted. */
export function pickCounts<const N extends string>(counts: readonly Count[], names: readonly N[]): Record<N, number> {
  const picked = names.map((name) => [name, counts.find((one) => one.name === name)?.count ?? 0] as const);
  return Object.fromEntries(picked) as Record<N, number>;
}

/** Counts for people: `1 to delete, 2 to update`; zeros are omitted. */
export function describeCounts(kind: View["kind"], counts: readonly Count[]): string {
  const parts = counts.filter(({ count }) => count > 0).map(({ text }) => text);
  return parts.length === 0 ? nothing[kind] : parts.join(", ");
}

/** The last line of a report: all counts, the number of hosts, and how many of them could not be read. */
export function describeTotals({ kind, counts, hosts, failedHosts }: View): string {
  const about = describeCounts(kind, counts);
  const over = hosts.length === 0 ? "" : ` on ${plural(hosts.length, "host", "hosts")}`;
  const failed = failedHosts === 0 ? "" : `; ${plural(failedHosts, "host", "hosts")} failed`;
  return `${about}${over}${failed}`;
}

function countOf(name: keyof typeof words, count: number): Count {
  const [one, many = one] = words[name] as readonly [string, string?];
  return { name, count, text: plural(count, one, many) };
}
