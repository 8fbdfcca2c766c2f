import type { Finding } from "../engine/doctor/examine-host";

/** The findings as a table for people: one line an assumption, and a line that counts. */
export function doctorText(host: string, findings: readonly Finding[]): string {
  const rows = [
    ["assumption", "expected", "seen"] as const,
    ...findings.map((finding) => [finding.id, finding.expected, seenText(finding)] as const),
  ];
  const [first, second] = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const table = rows.map(
    ([id, expected, seen]) => `${id.padEnd(first ?? 0)}  ${expected.padEnd(second ?? 0)}  ${seen}`,
  );
  return `${[host, "", ...table, "", counts(findings)].join("\n")}\n`;
}

function seenText({ seen, ok, reason }: Finding): string {
  if (seen === null) return `(not settled: ${reason ?? ""})`;
  return ok === true ? seen : `${seen}  <- differs`;
}

function counts(findings: readonly Finding[]): string {
  const count = (ok: boolean | null): number => findings.filter((finding) => finding.ok === ok).length;
  return `${count(true)} as expected, ${count(false)} different, ${count(null)} not settled`;
}
