import { type Argument, type Command, Option } from "commander";
import { defaultParallel } from "../engine/hosts";
import { riskNames } from "../plan/assess/risk-names";
import { settleFacts, wavesExample } from "../plan/waves/wave-facts";
import { humanDuration } from "../settings/codecs/timespan-text";

/** What help and completion show of an option whose values have a grammar. */
interface ValueOption {
  readonly flags: string;
  readonly doc: string;
  /** The range in words. */
  readonly accepts?: string;
  /** The default, in words. */
  readonly defaultsTo?: string;
  /** Values that a shell offers. */
  readonly examples?: readonly string[];
}

/** The ranges of options that are numbers, both ends included. A process id is a DWORD. */
export const numberRanges = { parallel: { least: 1, most: 64 }, pid: { least: 1, most: 4_294_967_295 } } as const;

/** The options whose values option-schema.ts reads, by key. */
const valueOptions = {
  parallel: {
    flags: "--parallel <number>",
    doc: "servers at a time",
    accepts: `${numberRanges.parallel.least} to ${numberRanges.parallel.most}`,
    defaultsTo: String(defaultParallel),
  },
  shard: { flags: "--shard <i/n>", doc: "only this part of the hosts", examples: ["3/16"] },
  pid: { flags: "--pid <number>", doc: "recycle the pool of this worker process" },
  probe: { flags: "--probe <url>", doc: "send URL[,status=200][,timeout=30s] afterwards" },
  allow: {
    flags: "--allow <risks>",
    doc: "allow risks",
    accepts: Object.keys(riskNames).join(","),
    examples: Object.keys(riskNames),
  },
  waves: { flags: "--waves <list>", doc: "change in waves", examples: [wavesExample] },
  settle: {
    flags: "--settle <duration>",
    doc: "delay before each health check",
    accepts: `${humanDuration(settleFacts.least)} to ${humanDuration(settleFacts.most)}`,
    defaultsTo: settleFacts.defaultsTo,
    examples: [settleFacts.defaultsTo, "30s", "5m"],
  },
  every: { flags: "--every <duration>", doc: "time between two runs", accepts: "1 min to 31 days", examples: ["30m"] },
  splay: {
    flags: "--splay <duration>",
    doc: "longest wait before the run",
    accepts: "0 s to 24 h",
    examples: ["10m"],
  },
  window: {
    flags: "--window <from-to>",
    doc: "apply only then",
    examples: ["02:00-04:00"],
  },
} as const satisfies Readonly<Record<string, ValueOption>>;

/** The key of an option whose values have a grammar. */
export type ValueOptionName = keyof typeof valueOptions;

/** An option whose values have a grammar. Commander passes their text on unchanged. */
export function valueOption(name: ValueOptionName): Option {
  const { flags, doc } = valueOptions[name];
  return new Option(flags, doc);
}

/** An option that accepts one of a few texts. @param choices the first one is the default */
export function choiceOption(flags: string, doc: string, choices: readonly [string, ...string[]]): Option {
  return limitedTo(choices, new Option(flags, doc).default(choices[0]));
}

/** Accepts one of a few texts. Commander's own `choices` would show any other text, and stop at the first one. */
export function limitedTo<T extends Option | Argument>(choices: readonly string[], option: T): T {
  option.argChoices = [...choices];
  return option;
}

/** A value that a verb is called with. */
export interface GivenValue {
  readonly of: Option | Argument;
  /** A text, a list if the option may be repeated, or commander's value of an option without value. */
  readonly value: unknown;
}

/** The options and arguments that a verb is called with. The words of a completion are not among them. */
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

/** Whether a value must be read: one of a few texts is used unchanged, and so is any other text that is not blank. */
export function isToRead({ of, value }: GivenValue): boolean {
  const isOpen = of.argChoices !== undefined && typeof value === "string" && !of.argChoices.includes(value);
  const isBlank = [value].flat().some((one) => typeof one === "string" && one.trim() === "");
  return isOpen || isBlank || (of instanceof Option && of.attributeName() in valueOptions);
}

/** Values of an option that a shell offers, besides names of files. */
export function offeredValues(option: Option): readonly string[] {
  return option.argChoices ?? factsOf(option).examples ?? [];
}

/** What help shows of an option or argument: `hosts at a time (1 to 64, default: 4)`. */
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
