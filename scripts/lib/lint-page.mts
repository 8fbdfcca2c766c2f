// The page docs/administrators/lint.md, from the table of rules.
import { lintRules, unusedBlock } from "#dist/provider/lint/lint-pools.js";

/** The text of the page. */
export function lintPage(): string {
  const cell = (text: string): string => text.replaceAll("|", "\\|");
  const rows = [...lintRules, unusedBlock].map(
    ({ id, profile, severity, doc, link }) =>
      `| \`${id}\` | ${profile} | ${severity} | ${cell(doc)} | [source](${link}) |`,
  );
  return `# Lint rules

<!-- Generated from provider/lint/lint-pools.ts by scripts/docs.mts (npm run docs). Do not edit. -->

For administrators who want to find settings that are valid and unwise. After reading this page you know every rule of \`iispools lint\` and
its source.

\`\`\`sh
iispools lint
iispools lint --config-file applicationHost.config
\`\`\`

A setting that a file omits is unknown, and no rule reports it. With \`--live\`, \`--host\` or \`--config-file\` the rules check the effective values.
A finding of severity \`error\` fails. The profile \`stig\` has the requirements of DISA's guides. It contradicts \`recommended\` in places, so
\`--profile\` selects one of the two. \`unused-block\` is about the files, not about a pool. \`iispools apply\` prints it on standard error, and
\`PoolFile\` as a warning of the engine. For Pulumi programs the rules are a [policy pack](../../policies/README.md).

| rule | profile | severity | finds | link |
|---|---|---|---|---|
${rows.join("\n")}
`;
}
