// What docs/administrators/cli.md shows of the program: the list of verbs, the exit codes, and the help of each verb.
import type { Command } from "commander";
import type { Io } from "#dist/provider/cli/io.js";
import { makeProgram } from "#dist/provider/cli/main.js";
import { callOf } from "#dist/provider/cli/verb.js";
import { exitMeanings } from "#dist/provider/cli/outcome.js";

/** The generated parts of the page in Markdown, by the names of their markers. */
export async function cliHelp(): Promise<Readonly<Record<string, string>>> {
  const ignore = { write: () => undefined };
  // Help is made without the rest of an Io.
  const io = { stdout: ignore, stderr: ignore, place: { cwd: process.cwd() } } as unknown as Io;
  const { program, loadVerb } = makeProgram(io, () => undefined);
  const verbs = program
    .createHelp()
    .visibleCommands(program)
    .filter((command) => command.name() !== "help");
  for (const verb of verbs) await loadVerb(verb.name());
  const rows = verbs.map((verb) => `| [\`${verb.name()}\`](#iispools-${verb.name()}) | ${verb.description()} |`);
  const codes = Object.entries(exitMeanings).map(([code, meaning]) => `| ${code} | ${meaning} |`);
  return {
    "all commands": ["| command | what it does |", "|---|---|", ...rows].join("\n"),
    "exit codes": ["| exit code | meaning |", "|---|---|", ...codes].join("\n"),
    ...Object.fromEntries(
      verbs.flatMap(withOwnVerbs).map((verb) => [callOf(verb), `\`\`\`text\n${helpOf(verb)}\n\`\`\``]),
    ),
  };
}

/** A verb and the verbs below it. */
function withOwnVerbs(verb: Command): Command[] {
  return [verb, ...verb.commands.flatMap(withOwnVerbs)];
}

/** What `--help` prints, in the same width everywhere. */
function helpOf(verb: Command): string {
  let text = "";
  verb.configureOutput({
    writeOut: (part) => void (text += part),
    getOutHelpWidth: () => 100,
    getOutHasColors: () => false,
  });
  verb.outputHelp();
  return text.trim().replace(/ +$/gm, "");
}
