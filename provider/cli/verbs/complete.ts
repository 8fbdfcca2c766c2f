import type { Argument, Command, Option } from "commander";
import type { Io } from "../io";
import { offeredValues } from "../option-values";

/** What fits at a position of the command line. */
interface Candidates {
  readonly words: readonly { readonly text: string; readonly doc: string }[];
  /** Whether names of files fit too, which the shell completes itself. */
  readonly files: boolean;
}

const nothing: Candidates = { words: [], files: false };

/** The word that PowerShell's script sends for an empty one, which Windows PowerShell would drop. */
const emptyWord = "--empty-word";

/** Prints what completes the last of the words, for the scripts of completion.ts; the verb among them must be loaded. */
export async function printCompletions(program: Command, words: readonly string[], io: Io): Promise<void> {
  const typed = words.map((word) => (word === emptyWord ? "" : word));
  const paths = typed.includes("explain") ? await settingPaths() : [];
  const { words: found, files } = complete(program, typed, (verb) => (verb === "explain" ? paths : []));
  const lines = found.map(({ text, doc }) => (doc === "" ? text : `${text}\t${doc}`));
  io.stdout.write([...lines, ...(files ? [":files"] : [])].map((line) => `${line}\n`).join(""));
}

/** The paths of settings and groups. */
async function settingPaths(): Promise<Candidates["words"]> {
  const { settingAttributes } = await import("../../settings/app-pool-attributes.ts");
  const { settingGroups } = await import("../../settings/groups.ts");
  const all = [...settingGroups.filter(({ path }) => path !== ""), ...settingAttributes];
  return all.map(({ path, doc }) => ({ text: path, doc }));
}

/**
 * What completes the last of the words: verbs, options, values of options, arguments, as the program defines them. Of
 * `--option=value` the whole word is completed, or the value alone if the shell has split it at `=`.
 *
 * @param words the words after the program's name; the last one is incomplete or empty
 * @param argumentWords the values of arguments that the definition does not list, by the name of the verb
 */
function complete(
  program: Command,
  words: readonly string[],
  argumentWords: (verb: string) => Candidates["words"],
): Candidates {
  const { done, begun, optionBefore } = split(words);
  const { command, rest } = called(program, done);
  const isGroup = command.commands.length > 0;
  if (isGroup && rest.length > 0) return rest[0] === "help" ? startingWith(verbsOf(command), begun) : nothing;
  const options = command.createHelp().visibleOptions(command);
  const named = (flag: string | undefined): Option | undefined => options.find(({ long }) => long === flag);
  const isClosed = done.includes("--");
  const open = isClosed ? undefined : named(optionBefore);
  if (open !== undefined && takesValue(open)) return startingWith(valuesOf(open), begun);
  const [flag, value] = cutAtEquals(begun);
  const joined = isClosed || value === undefined ? undefined : named(flag);
  if (joined !== undefined && value !== undefined) return withPrefix(`${flag}=`, startingWith(valuesOf(joined), value));
  if (begun.startsWith("-") && !isClosed) return startingWith(flagsOf(options), begun);
  if (isGroup) return startingWith(verbsOf(command), begun);
  const argument = argumentAt(command, positionals(rest, named).length);
  return argument === undefined ? nothing : startingWith(argumentValues(command, argument, argumentWords), begun);
}

/** The verb that the words call, which may be below another one, and the words after it; the program if it is none. */
function called(
  program: Command,
  words: readonly string[],
): { readonly command: Command; readonly rest: readonly string[] } {
  const [word, ...rest] = words;
  const next = program.commands.find((command) => command.name() === word);
  return next === undefined ? { command: program, rest: words } : called(next, rest);
}

function split(words: readonly string[]): { done: readonly string[]; begun: string; optionBefore: string | undefined } {
  const begun = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  // bash splits `--format=json` into three words.
  if (begun === "=" && before.length > 0) return { done: before.slice(0, -1), begun: "", optionBefore: before.at(-1) };
  const done = before.at(-1) === "=" ? before.slice(0, -1) : before;
  return { done: done.filter((word) => word !== "="), begun, optionBefore: done.at(-1) };
}

function cutAtEquals(word: string): [string, string | undefined] {
  const at = word.indexOf("=");
  return at < 0 || !word.startsWith("--") ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

function takesValue(option: Option): boolean {
  return option.required || option.optional;
}

function valuesOf(option: Option): Candidates {
  return { words: plain(offeredValues(option)), files: /<file>/.test(option.flags) };
}

function flagsOf(options: readonly Option[]): Candidates {
  const words = options.flatMap(({ long, description }) =>
    long === undefined ? [] : [{ text: long, doc: description }],
  );
  return { words, files: false };
}

function verbsOf(program: Command): Candidates {
  const verbs = program.createHelp().visibleCommands(program);
  return { words: verbs.map((command) => ({ text: command.name(), doc: command.description() })), files: false };
}

/** The words that are neither options nor their values. */
function positionals(words: readonly string[], named: (flag: string) => Option | undefined): readonly string[] {
  return words.filter((word, index) => {
    const before = named(words[index - 1] ?? "");
    return !word.startsWith("-") && !(before !== undefined && takesValue(before));
  });
}

function argumentAt(verb: Command, index: number): Argument | undefined {
  const last = verb.registeredArguments.at(-1);
  return verb.registeredArguments[index] ?? (last?.variadic === true ? last : undefined);
}

function argumentValues(
  verb: Command,
  argument: Argument,
  argumentWords: (verb: string) => Candidates["words"],
): Candidates {
  if (argument.argChoices !== undefined) return { words: plain(argument.argChoices), files: false };
  const words = argumentWords(verb.name());
  return { words, files: ["files", "first", "second"].includes(argument.name()) };
}

function plain(choices: readonly string[]): Candidates["words"] {
  return choices.map((text) => ({ text, doc: "" }));
}

function startingWith({ words, files }: Candidates, begun: string): Candidates {
  const lower = begun.toLowerCase();
  return { words: words.filter(({ text }) => text.toLowerCase().startsWith(lower)), files };
}

function withPrefix(prefix: string, { words, files }: Candidates): Candidates {
  return { words: words.map(({ text, doc }) => ({ text: `${prefix}${text}`, doc })), files };
}
