import type { LintFinding } from "../../lint/rule";
import type { HostDrift } from "../../plan/drift/drift";
import type { FailedHostJson, LintReport } from "../schema/change-reports";

/** How many differences of each kind a host has. */
export function countOf({
  declared,
  undeclared,
  unknownPools,
  unknownSettings,
  suppressed,
}: HostDrift): Readonly<Record<"declared" | "undeclared" | "unknownPools" | "unknownSettings" | "suppressed", number>> {
  return {
    ...{ declared: declared.length, undeclared: undeclared.length, unknownPools: unknownPools.length },
    ...{ unknownSettings: unknownSettings.length, suppressed: suppressed.length },
  };
}

/** The counts of lint and of reading the files. */
export function countFindings(findings: readonly LintFinding[], faults: number): LintReport["counts"] {
  return { faults, ...countLevels(findings) };
}

/** How many findings there are of each severity. */
export function countLevels(findings: readonly Pick<LintFinding, "severity">[]): Omit<LintReport["counts"], "faults"> {
  const levels = (level: string): number => findings.filter(({ severity }) => severity === level).length;
  return { errors: levels("error"), warnings: levels("warning"), infos: levels("info") };
}

/** The counts of all hosts together, and the number of hosts; complete even if all hosts failed. */
export function totalCounts<N extends string>(
  hosts: readonly (FailedHostJson | { readonly ok: true; readonly counts: Readonly<Record<N, number>> })[],
  none: Readonly<Record<N, number>>,
): Record<N | "hosts" | "failedHosts", number> {
  const sums: Record<N, number> = { ...none };
  for (const host of hosts) {
    if (host.ok) for (const name of Object.keys(none) as N[]) sums[name] += host.counts[name];
  }
  return { hosts: hosts.length, failedHosts: hosts.filter(({ ok }) => !ok).length, ...sums };
}
