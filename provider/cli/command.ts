import { Command, type Option } from "commander";
import { plural } from "../text";
import { type NamedKind, unknownName } from "../unknown-name";
import { Failure } from "./failure";

/** A command that words faults as the rest of the program does; commander has its own words and format. */
export class CliCommand extends Command {
  #acceptsAnyOption = false;

  override createCommand(name?: string): CliCommand {
    return new CliCommand(name);
  }

  override allowUnknownOption(isAllowed = true): this {
    this.#acceptsAnyOption = isAllowed;
    return super.allowUnknownOption(isAllowed);
  }

  /** Called by commander, with all of `--option=value`. The value after `=` is never shown: it may be a password. */
  unknownOption(argument: string): void {
    if (this.#acceptsAnyOption) return;
    const [flag = ""] = argument.split("=", 1);
    if (flag !== argument && this.options.some(({ long }) => long === flag)) refuse(flag, "does not accept a value");
    refuseUnknown("option", flag, this.#flags());
  }

  /** Called by commander. */
  unknownCommand(): void {
    const verbs = this.createHelp().visibleCommands(this);
    refuseUnknown(
      "command",
      this.args[0] ?? "",
      verbs.map((verb) => verb.name()),
    );
  }

  /** Called by commander. */
  missingArgument(name: string): void {
    refuse(name, "is required");
  }

  /** Called by commander. */
  optionMissingArgument(option: Option): void {
    refuse(nameOf(option), "requires a value");
  }

  /** Called by commander. */
  _excessArguments(given: readonly string[]): void {
    const { length } = this.registeredArguments;
    refuse(this.name(), `accepts at most ${plural(length, "argument", "arguments")}, not ${given.length}`);
  }

  /** Called by commander. */
  _conflictingOption(option: Option, other: Option): void {
    refuse(nameOf(option), `cannot be combined with ${nameOf(other)}`);
  }

  /** The long names of its options and of those of the commands above it. */
  #flags(): string[] {
    const options = withThoseAbove(this).flatMap((command) => command.createHelp().visibleOptions(command));
    return [...new Set(options.flatMap(({ long }) => long ?? []))];
  }
}

function withThoseAbove(command: Command): Command[] {
  return command.parent === null ? [command] : [command, ...withThoseAbove(command.parent)];
}

function nameOf({ long, flags }: Option): string {
  return long ?? flags;
}

function refuse(path: string, message: string): never {
  throw new Failure([{ path, message }]);
}

function refuseUnknown(kind: NamedKind, name: string, known: readonly string[]): never {
  refuse("", unknownName(kind, name, known));
}
