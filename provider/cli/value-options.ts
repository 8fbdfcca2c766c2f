import { type Argument, type Command, Option } from "commander";
import { defaultParallel } from "../engine/hosts";
import { settleFacts, wavesExample } from "../plan/wave-facts";
import { humanDuration } from "../schema/timespan-text";

/** What help and completion say of an option whose values have a grammar. */
interface ValueOption {
  readonly flags: string;
  readonly doc: string;
  /** The range in words. */
  readonly accepts?: string;
  /** What holds where it is left out, in words. */
  readonly defaultsTo?: string;
  /** Values that a shell offers. */
  readonly examples?: readonly string[];
}

/** The ranges of options that are numbers, both ends included. A process has a DWORD for its number. */
export const numberRanges = { parallel: { least: 1, most: 64 }, pid: { least: 1, most: 4_294_967_295 } } as const;

/** The options whose values option-schema.ts reads, by the keys of their values. */
const valueOptions = {
  parallel: {
    flags: "--parallel <number>",
    doc: "hosts at a time",
    accepts: `${numberRanges.parallel.least} to ${numberRanges.parallel.most}`,
    defaultsTo: String(defaultParallel),
  },
  pid: { flags: "--pid <number>", doc: "instead of pools: the one that has this worker process" },
  probe: { flags: "--probe <url>", doc: "URL[,status=200][,timeout=30s]: ask the application afterwards" },
  waves: { flags: "--waves <list>", doc: "change the hosts in steps", examples: [wavesExample] },
  settle: {
    flags: "--settle <duration>",
    doc: "with --waves: delay before the health check of a wave",
    accepts: `${humanDuration(settleFacts.least)} to ${humanDuration(settleFacts.most)}`,
    defaultsTo: settleFacts.defaultsTo,
    examples: [settleFacts.defaultsTo, "30s", "5m"],
  },
} as const satisfies Readonly<Record<string, ValueOption>>;

/** The key of an option whose values have a grammar. */
export type ValueOptionName = keyof typeof valueOptions;

/** An option whose values have a grammar. Commander hands their text on as it is. */
export function valueOption(name: ValueOptionName): Option {
  const { flags, doc } = valueOptions[name];
  return new Option(flags, doc);
}

/** An option that takes one of a few texts. @param choices of which the first holds where it is left out */
export function choiceOption(flags: string, doc: string, choices: readonly [string, ...string[]]): Option {
  return limitedTo(choices, new Option(flags, doc).default(choices[0]));
}

/** Takes one of a few texts. Commander's own `choices` would show any other text, and end at the first one. */
export function limitedTo<T extends Option | Argument>(choices: readonly string[], option: T): T {
  option.argChoices = [...choices];
  return option;
}

/** A value that a verb is called with. */
export interface GivenValue {
  readonly of: Option | Argument;
  /** A text, several where it may be repeated, or what commander has made of an option without value. */
  readonly value: unknown;
}

/** The options and arguments that a verb is called with. The words to be completed are none. */
export function givenValues(verb: Command): GivenValue[] {
  const options = verb.options.filter((option) => verb.getOptionValueSource(option.attributeName()) === "cli");
  const known = verb.registeredArguments.filter(
    (argument, index) => argument.name() !== "words" && verb.args[index] !== undefined,
  );
  return [
    ...options.map((option) => ({ of: option, value: verb.getOptionValue(option.attributeName()) as unknown })),
    ...known.map((argument, index) => ({
      of: argument,
      value: argument.variadic ? verb.args.slice(index) : verb.args[index],
    })),
  ];
}

/** Whether a value has to be read: one of a few texts is taken as it is, and so is another one that is not blank. */
export function isToRead({ of, value }: GivenValue): boolean {
  const isOpen = of.argChoices !== undefined && typeof value === "string" && !of.argChoices.includes(value);
  const isBlank = [value].flat().some((one) => typeof one === "string" && one.trim() === "");
  return isOpen || isBlank || (of instanceof Option && of.attributeName() in valueOptions);
}

/** Values of an option that a shell offers, besides names of files. */
export function offeredValues(option: Option): readonly string[] {
  return option.argChoices ?? factsOf(option).examples ?? [];
}

/** What help says of an option or argument: `hosts at a time (1 to 64, default: 4)`. */
export function describeOption(option: Option | Argument): string {
  const { argChoices: choices, description } = option;
  const facts: Partial<ValueOption> = option instanceof Option ? factsOf(option) : {};
  const [example] = facts.examples ?? [];
  const accepts =
    choices?.join(", ").replace(/, (?=[^,]*$)/, " or ") ?? facts.accepts ?? (example && `for example ${example}`);
  const defaultsTo = choices === undefined ? facts.defaultsTo : (option.defaultValue as string | undefined);
  const notes = [accepts, defaultsTo && `default: ${defaultsTo}`].filter((note) => note !== undefined);
  return notes.length === 0 ? description : `${description} (${notes.join(", ")})`;
}

function factsOf(option: Option): Partial<ValueOption> {
  return (valueOptions as Readonly<Partial<Record<string, ValueOption>>>)[option.attributeName()] ?? {};
}
