import type { Argument, Command, Option } from "commander";
import type * as z from "zod";
import { object } from "../input/object";
import { readInput } from "../input/read-input";
import { Failure } from "./failure";
import { choiceMember, optionMembers } from "./option-schema";

/** Reads the options and arguments that a verb is called with, all of them. @throws Failure with every fault */
export function readValues(verb: Command): void {
  const given = [...givenOptions(verb), ...givenArguments(verb)];
  const shape = Object.fromEntries(given.map(({ path, member }) => [path, member]));
  const { value, faults } = readInput(object(shape), Object.fromEntries(given.map(({ path, text }) => [path, text])));
  if (value === undefined) {
    const worded = faults.map(({ keys: [path = "", ...inside], message }) => ({
      path: String(path),
      message: [...inside, message].join(": "),
    }));
    throw new Failure(worded);
  }
  for (const { path, key } of given) if (key !== undefined) verb.setOptionValueWithSource(key, value[path], "cli");
}

interface Given {
  /** How people name it: `--parallel`, `shell`. */
  readonly path: string;
  readonly text: unknown;
  readonly member: z.ZodType;
  /** The key of an option's value. */
  readonly key?: string;
}

function givenOptions(verb: Command): Given[] {
  return verb.options.flatMap((option: Option): Given[] => {
    const key = option.attributeName();
    const member = option.argChoices === undefined ? ofName(key) : choiceMember(option.argChoices);
    if (member === undefined || verb.getOptionValueSource(key) !== "cli") return [];
    return [{ path: option.long ?? key, text: verb.getOptionValue(key), member, key }];
  });
}

function ofName(key: string): z.ZodType | undefined {
  return (optionMembers as Readonly<Partial<Record<string, z.ZodType>>>)[key];
}

function givenArguments(verb: Command): Given[] {
  return verb.registeredArguments.flatMap((argument: Argument, index): Given[] => {
    const { argChoices: choices } = argument;
    const text = verb.args[index];
    return choices === undefined || text === undefined
      ? []
      : [{ path: argument.name(), text, member: choiceMember(choices) }];
  });
}
