import { type Command, CommanderError } from "commander";
import { showStacks } from "../crash";
import { packageVersion } from "../package-root";
import { CliCommand } from "./command";
import { type Io, visibleIo, type World } from "./io";
import { describeOption, givenValues, isToRead } from "./option-values";
import { endWithFailure, Failure } from "./failure";
import { type ExitCode, exitCodes } from "./outcome";
import { verbs } from "./verbs";

/** The program with its verbs, of which each is only a name and a summary until it is loaded. */
export interface LazyProgram {
  readonly program: Command;
  /** Adds arguments, options, help and action to this verb, if there is one of that name. */
  readonly loadVerb: (name: string | undefined) => Promise<void>;
}

/** `end` gets the exit code of the verb that is called. */
export function makeProgram(io: Io, end: (code: ExitCode) => void): LazyProgram {
  const program = new CliCommand("iispools")
    .description("Manage IIS application pools with appcmd: plan, apply and watch reviewed YAML files")
    .version(packageVersion(), "-V, --version", "print the version")
    .option("--debug", "show the stack of an unexpected error (PULUMI_IIS_DEBUG=1)")
    .on("option:debug", showStacks)
    .helpOption("-h, --help", "show this help")
    .helpCommand("help [command]", "show the help of a command")
    .exitOverride()
    .configureHelp({
      optionDescription: describeOption,
      argumentDescription: describeOption,
      // Its arguments and options are not loaded.
      subcommandTerm: (command) => command.name(),
    })
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      // endWithFailure writes errors.
      outputError: () => undefined,
    });
  for (const { name, summary } of verbs) program.command(name).description(summary);
  const loadVerb = async (name: string | undefined): Promise<void> => {
    const verb = await verbs.find((entry) => entry.name === name)?.load();
    const command = program.commands.find((one) => one.name() === name);
    if (command !== undefined) verb?.(command, io, end);
  };
  program
    .command("__complete", { hidden: true })
    .argument("[words...]")
    .allowUnknownOption()
    .helpOption(false)
    .action(async (words: string[]) => {
      const { printCompletions } = await import("./verbs/complete.ts");
      await loadVerb(verbIn(words));
      await printCompletions(program, words, io);
      end(exitCodes.ok);
    });
  return { program, loadVerb };
}

/** The verb that is called, or whose help is requested. The program's own options have no values. */
function verbIn(argv: readonly string[]): string | undefined {
  const [first, second] = argv.filter((word) => !word.startsWith("-"));
  return first === "help" ? second : first;
}

/**
 * Runs one call of `iispools`.
 *
 * @param argv the words after the program's name.
 */
export async function run(argv: readonly string[], world: World): Promise<ExitCode> {
  const io = visibleIo(world);
  let code: ExitCode = exitCodes.ok;
  const { program, loadVerb } = makeProgram(io, (ended) => {
    code = ended;
  });
  let format = formatIn(argv);
  program.hook("preAction", async (_, verb) => {
    const { output, ...given } = verb.opts<{ readonly format?: string; readonly output?: string }>();
    // With --output stdout is for people.
    if (given.format !== undefined) format = output === undefined ? given.format : "text";
    if (!givenValues(verb).some(isToRead)) return;
    const { readValues } = await import("./read-options.ts");
    readValues(verb);
  });
  try {
    await loadVerb(verbIn(argv));
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) return endWithFailure(io, { format }, error);
    if (error.exitCode === 0) return exitCodes.ok;
    // Without a verb only the help is written.
    if (error.code === "commander.help") return exitCodes.error;
    const message = error.message.replace(/^error: |\.$/g, "");
    return endWithFailure(io, { format }, new Failure([{ path: "", message }]));
  }
}

/** The format that a call asks for, even if its other options are unknown. */
function formatIn(argv: readonly string[]): string {
  const words = argv.includes("--") ? argv.slice(0, argv.indexOf("--")) : argv;
  const option = "--format";
  const given = words.flatMap((word, at) =>
    word.startsWith(`${option}=`) ? [word.slice(option.length + 1)] : word === option ? (words[at + 1] ?? []) : [],
  );
  return given.at(-1) ?? "text";
}
