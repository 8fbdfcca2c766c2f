// The page docs/administrators/cli.md, from the program's own definition.

const head = `# The command iispools

<!-- Generated from the program's own definition by scripts/docs.mjs (npm run docs). Do not edit. -->

The answer goes to stdout and nothing else does: progress, warnings and errors go to stderr. With \`--format json\` an
error is JSON on stdout too (\`"schema": "iispools.error/1"\`). Colours are for people at a terminal, or by \`--color\`,
\`NO_COLOR\` and \`FORCE_COLOR\`. Ctrl-C lets the command that runs come to its end and writes nothing further; a second one
ends the program at once. With \`--debug\` an unexpected error (\`INTERNAL\`) shows its stack: functions, file names and positions,
never a value. What each code means, and what to do, is in [errors.md](errors.md).

| exit code | means |
|---|---|
`;

/**
 * @param {(io: object, end: () => void) => import("commander").Command} makeProgram that of provider/cli/main.ts.
 * @param {typeof import("../../provider/cli/outcome").exitMeanings} exitMeanings
 */
export function cliPage(makeProgram, exitMeanings) {
  const codes = Object.entries(exitMeanings).map(([code, meaning]) => `| ${code} | ${meaning} |`);
  const ignore = { write: () => undefined };
  const program = makeProgram({ stdout: ignore, stderr: ignore }, () => undefined);
  const verbs = program
    .createHelp()
    .visibleCommands(program)
    .filter((command) => command.name() !== "help");
  const rows = verbs.map((verb) => `| [\`${verb.name()}\`](#iispools-${verb.name()}) | ${verb.description()} |`);
  const sections = verbs.map((verb) => `## iispools ${verb.name()}\n\n\`\`\`text\n${helpOf(verb)}\n\`\`\``);
  return `${[head + codes.join("\n"), ["| verb | does |", "|---|---|", ...rows].join("\n"), ...sections].join("\n\n")}\n`;
}

/** What `--help` prints, in the same width everywhere. */
function helpOf(verb) {
  let text = "";
  verb.configureOutput({
    writeOut: (part) => (text += part),
    getOutHelpWidth: () => 110,
    getOutHasColors: () => false,
  });
  verb.outputHelp();
  return text.trim().replace(/ +$/gm, "");
}
