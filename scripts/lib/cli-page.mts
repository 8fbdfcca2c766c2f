// The page docs/administrators/cli.md, from the program's own definition.
import type { Command } from "commander";
import type { Io } from "../../provider/cli/io.ts";
import type { makeProgram } from "../../provider/cli/main.ts";
import type { exitMeanings } from "../../provider/cli/outcome.ts";

const head = `# The command iispools

<!-- Generated from the program's own definition by scripts/docs.mts (npm run docs). Do not edit. -->

For administrators and authors of scripts. After reading this page you know every command of \`iispools\` with its options and exit codes.

\`\`\`sh
iispools plan
iispools plan --help
\`\`\`

- Results go to stdout; progress, warnings and errors go to stderr. With \`--format json\` an error is also JSON on stdout
  (\`"schema": "iispools.error/1"\`).
- Output is coloured at a terminal, or by \`--color\`, \`NO_COLOR\` and \`FORCE_COLOR\`.
- Ctrl-C lets the running command finish, and starts nothing further. A second one ends the program at once.
- With \`--debug\` an unexpected error (\`INTERNAL\`) shows its stack: functions, file names and positions, never a value.
- Every error code with its remedy: [errors](errors.md).

| exit code | means |
|---|---|
`;

/** The page's text, from what provider/cli/ exports. */
export function cliPage(make: typeof makeProgram, meanings: typeof exitMeanings): string {
  const codes = Object.entries(meanings).map(([code, meaning]) => `| ${code} | ${meaning} |`);
  const ignore = { write: () => undefined };
  // Help is made without the rest of an Io.
  const program = make({ stdout: ignore, stderr: ignore } as unknown as Io, () => undefined);
  const verbs = program
    .createHelp()
    .visibleCommands(program)
    .filter((command) => command.name() !== "help");
  const rows = verbs.map((verb) => `| [\`${verb.name()}\`](#iispools-${verb.name()}) | ${verb.description()} |`);
  const sections = verbs.map((verb) => `## iispools ${verb.name()}\n\n\`\`\`text\n${helpOf(verb)}\n\`\`\``);
  return `${[head + codes.join("\n"), ["| verb | does |", "|---|---|", ...rows].join("\n"), ...sections].join("\n\n")}\n`;
}

/** What `--help` prints, in the same width everywhere. */
function helpOf(verb: Command): string {
  let text = "";
  verb.configureOutput({
    writeOut: (part) => void (text += part),
    getOutHelpWidth: () => 110,
    getOutHasColors: () => false,
  });
  verb.outputHelp();
  return text.trim().replace(/ +$/gm, "");
}
