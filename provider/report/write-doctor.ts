import type { Finding } from "../engine/doctor/examine-host";
import type { HostResult } from "../plan/results";
import { showHidden } from "../visible-text";
import { aligned } from "../text";
import { errorJson } from "./document/error";
import { describeHostFailures } from "./host-failure";
import type { DoctorReport } from "./schema/live-reports";
import { showMessage } from "./view/sentences";

/** What was verified on hosts, as JSON (docs/report.schema.json) or for people. */
export function writeDoctor(hosts: readonly HostResult<readonly Finding[]>[], format: "text" | "json"): string {
  return format === "json" ? doctorJson(hosts) : doctorText(hosts);
}

/** `6 as expected, 0 different, 22 not verified`. */
export function countAssumptions(findings: readonly Finding[]): string {
  const { asExpected, different, notVerified } = counts(findings);
  return `${asExpected} as expected, ${different} different, ${notVerified} not verified`;
}

function counts(
  findings: readonly Finding[],
): Pick<DoctorReport["counts"], "asExpected" | "different" | "notVerified"> {
  const count = (ok: boolean | null): number => findings.filter((finding) => finding.ok === ok).length;
  return { asExpected: count(true), different: count(false), notVerified: count(null) };
}

function doctorText(hosts: readonly HostResult<readonly Finding[]>[]): string {
  const failures = describeHostFailures(hosts);
  const blocks = hosts.flatMap((result) =>
    result.ok ? hostText(result.host, result.value) : (failures.get(result.host) ?? []),
  );
  return `${blocks.join("\n\n")}\n`;
}

/** A table with one line for each assumption, and a line of counts. */
function hostText(host: string, findings: readonly Finding[]): string {
  const table = aligned([
    ["assumption", "expected", "seen"],
    ...findings.map((finding) => [finding.id, finding.expected, showMessage(seenText(finding))]),
  ]);
  return [showHidden(host), "", ...table, "", countAssumptions(findings)].join("\n");
}

function seenText({ seen, ok, reason }: Finding): string {
  if (seen === null) return `(not verified: ${reason ?? ""})`;
  return ok === true ? seen : `${seen}  <- differs`;
}

function doctorJson(hosts: readonly HostResult<readonly Finding[]>[]): string {
  const document: DoctorReport = {
    schema: "iispools.doctor/2",
    hosts: hosts.map((result) => {
      const { host, ok } = result;
      if (!ok) return { host, ok, error: errorJson(result.error) };
      const assumptions = result.value.map(({ id, expected, seen, ok: isAsExpected, source, reason }) => ({
        ...{ id, expected, seen, ok: isAsExpected, source },
        ...(reason !== undefined && { reason }),
      }));
      return { host, ok, assumptions };
    }),
    counts: {
      ...{ hosts: hosts.length, failedHosts: hosts.filter(({ ok }) => !ok).length },
      ...counts(hosts.flatMap((result) => (result.ok ? result.value : []))),
    },
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
