// The page docs/administrators/errors.md, from the table of error codes and that of the answers of appcmd that pass.
import { transientErrors } from "#dist/provider/appcmd/exit-codes.js";
import { errorCodes } from "#dist/provider/error-codes.js";

const head = `# Errors

<!-- Generated from provider/error-codes.ts and provider/appcmd/exit-codes.ts by scripts/docs.mts (npm run docs). Do not edit. -->

For everyone who sees an error of pulumi-iis. After reading the row of a code you know its meaning and its remedy. How to read messages, and
the most frequent codes: [troubleshooting](troubleshooting.md). \`iispools explain POOL_IN_USE\` prints the row of a code.

\`\`\`text
web-01: pool "Shop": applications still use it: "Default Web Site/". Move them to another pool first (POOL_IN_USE)
\`\`\`

Every error of this package is an \`IisError\` with a stable \`code\`. Its \`message\` has the place (\`host\`, \`pool\`, \`path\`), the fault
(\`problem\`) and the next step (\`hint\`). The error has each of these as a field, and so do the JSON reports. No error holds a secret. The
value of an environment variable of a pool may be secret, so only its name is shown: \`DB=[secret]\`, and \`DB=[changed]\` if its value
changes.`;

const passing = `## Answers that pass

Some answers of appcmd and of WAS (the Windows Process Activation Service) pass: a moment later the same command succeeds, or is not
required any more. They are not errors. The host is read and compared again, and remaining differences are sent again, for about ten
seconds. After that the last answer is the error. This holds for programs, pool files and the commands of \`iispools\`. The script of
\`RecycleAppPool\` with \`@pulumi/command\` repeats the codes after which nothing was done.

The code is the exit code, or the end of an \`hresult\`: 0x80070425 and 2147943461 are 1061.`;

const cell = (text: string): string => text.replaceAll("|", "\\|");
const table = (columns: readonly string[], rows: readonly (readonly string[])[]): string =>
  [columns, columns.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** The page's text, from the tables of provider/. */
export function errorsPage(): string {
  const codes = Object.entries(errorCodes).map(([code, { meaning, remedy }]) => [
    `\`${code}\``,
    cell(meaning),
    cell(remedy),
  ]);
  const rows = transientErrors.map(({ code, name, meaning, after, sources }) => [
    `\`${code > 0xffff ? `0x${code.toString(16)}` : code}\``,
    `\`${name}\``,
    cell(meaning),
    after,
    sources.map((source) => `<${source}>`).join(", "),
  ]);
  return `${[
    head,
    table(["code", "what it means", "what to do"], codes),
    passing,
    table(["code", "name in Windows", "what happened", "passes after", "source"], rows),
  ].join("\n\n")}\n`;
}
