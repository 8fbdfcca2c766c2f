import { lintRules } from "./lint-pools";

/** The page on the rules, as Markdown; made by scripts/docs.mjs. */
export function lintPage(): string {
  const cell = (text: string): string => text.replaceAll("|", "\\|");
  const rows = lintRules.map(
    ({ id, profile, severity, doc, link }) =>
      `| \`${id}\` | ${profile} | ${severity} | ${cell(doc)} | [source](${link}) |`,
  );
  return `# Lint rules

<!-- Generated from provider/lint/lint-pools.ts by scripts/docs.mjs (npm run docs). Do not edit. -->

What \`iispools lint\` looks for. A setting that is left out of a file is unknown and no rule complains of it; with \`--host\` or
\`--config-file\` the values in force are looked at. A finding of severity \`error\` fails. The profile \`stig\` holds what DISA's guides
ask for; it disagrees with \`recommended\` on purpose, and is looked at on its own.

| rule | profile | severity | looks for | link |
|---|---|---|---|---|
${rows.join("\n")}
`;
}
