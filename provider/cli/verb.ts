import { isAbsolute, relative } from "node:path";
import type { Command } from "commander";
import { packagePage } from "../package-root";
import type { Io } from "./io";
import type { ExitCode } from "./outcome";

/** The arguments, options, help and action of a verb. */
export interface VerbDefinition<Args extends readonly unknown[], Flags> {
  /** Adds the arguments and options. */
  readonly define: (command: Command) => unknown;
  /** For help: calls, each with a note if it is not plain. */
  readonly examples: readonly (readonly [call: string, note?: string])[];
  /** For help: the exit codes in one line. */
  readonly exits: string;
  /** Whether such a call writes to servers, which `PULUMI_IIS_READ_ONLY` refuses. Default: no call does. */
  readonly writes?: (flags: Flags) => boolean;
  /** @throws Failure, IisError */
  readonly run: (args: Args, flags: Flags, io: Io) => Promise<ExitCode>;
}

/** Adds arguments, options, help and action to a command. `end` gets the exit code. */
export type Verb = (command: Command, io: Io, end: (code: ExitCode) => void) => void;

/**
 * A verb of the CLI. Its module is loaded for its help and its completion too, so its action imports late what it works with:
 * the engine alone takes 40 ms.
 */
export function defineVerb<Args extends readonly unknown[], Flags>(verb: VerbDefinition<Args, Flags>): Verb {
  return (command, io, end) => {
    verb.define(command);
    command.helpOption("-h, --help", "show this help");
    command.addHelpText("after", () => helpAfterOptions(command, verb, io.place.cwd));
    command.action(async () => {
      const flags = command.opts() as Flags;
      if (verb.writes?.(flags) === true) (await import("./read-only-runs.ts")).refuseWritingCall(callOf(command), io);
      end(await verb.run(command.processedArgs as unknown as Args, flags, io));
    });
  };
}

/** Verbs below one name: `iispools dsc get`. */
export interface VerbGroup extends Pick<VerbDefinition<never, never>, "examples" | "exits"> {
  /** In the order of its help. */
  readonly verbs: readonly { readonly name: string; readonly summary: string; readonly verb: Verb }[];
}

/** A verb that has verbs of its own and no action. Without one of them its help is shown, and the call is wrong. */
export function defineGroup(group: VerbGroup): Verb {
  return (command, io, end) => {
    command.helpOption("-h, --help", "show this help").helpCommand("help [command]", "show the help of a command");
    for (const { name, summary, verb } of group.verbs) verb(command.command(name).description(summary), io, end);
    command.addHelpText("after", () => helpAfterOptions(command, group, io.place.cwd));
  };
}

/** The words that call a verb after the program's name: `dsc get`. */
export function callOf(command: Command): string {
  const { parent } = command;
  return parent?.parent == null ? command.name() : `${callOf(parent)} ${command.name()}`;
}

function helpAfterOptions(
  command: Command,
  { examples, exits }: Pick<VerbDefinition<never, never>, "examples" | "exits">,
  cwd: string,
): string {
  const [section = ""] = callOf(command).split(" ", 1);
  const width = Math.max(...examples.map(([call, note]) => (note === undefined ? 0 : call.length)));
  const lines = examples.map(([call, note]) => (note === undefined ? call : `${call.padEnd(width)}  # ${note}`));
  const details = `Details: ${pageIn(cwd)}, section "iispools ${section}"`;
  return ["\nExamples:", ...lines.map((line) => `  ${line}`), `\nExit codes: ${exits}`, details].join("\n");
}

/** The page about the commands that this installation has, from the working folder if it is below that. */
function pageIn(cwd: string): string {
  const page = packagePage("docs/administrators/cli.md");
  const near = relative(cwd, page);
  return !isAbsolute(page) || near.startsWith("..") ? page : near;
}
