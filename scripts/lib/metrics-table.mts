import { driftKindMeanings, metricFamilies } from "#dist/provider/report/metrics/families.js";

/** Every metric, and the values of the label `kind`, for a page in Markdown. */
export function metricsTable(): string {
  const rows = Object.values(metricFamilies).map(
    ({ name, labels, help }) => `| \`${name}\` | ${labels.map((label) => `\`${label}\``).join(", ")} | ${help} |`,
  );
  const kinds = Object.entries(driftKindMeanings).map(([kind, meaning]) => `| \`${kind}\` | ${meaning} |`);
  return [
    ["| metric | labels | meaning |", "| --- | --- | --- |", ...rows].join("\n"),
    ["| `kind` | counts |", "| --- | --- |", ...kinds].join("\n"),
  ].join("\n\n");
}
