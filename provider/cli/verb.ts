import { Command, type Option } from "commander";
import { type NamedKind, unknownName } from "../unknown-name";
import { Failure } from "./outcome";

/** A command whose faults are worded as all others are: commander's own are in words and a format of its own. */
export class Verb extends Command {
  #takesAnyOption = false;

  override createCommand(name?: string): Command {
    return new Verb(name);
  }

  override allowUnknownOption(isAllowed = true): this {
    this.#takesAnyOption = isAllowed;
    return super.allowUnknownOption(isAllowed);
  }

  /** Called by commander, with all of `--option=value`. What stands behind the `=` is never shown: it may be a password. */
  unknownOption(argument: string): void {
    if (this.#takesAnyOption) return;
    const [flag = ""] = argument.split("=", 1);
    if (flag !== argument && this.options.some(({ long }) => long === flag)) refuse(flag, "takes no value");
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
  optionMissingArgument({ long, flags }: Option): void {
    refuse(long ?? flags, "requires a value");
  }

  /** The long names of its options and of those of the program. */
  #flags(): string[] {
    const commands = this.parent === null ? [this] : [this, this.parent];
    const options = commands.flatMap((command) => command.createHelp().visibleOptions(command));
    return [...new Set(options.flatMap(({ long }) => long ?? []))];
  }
}

function refuse(path: string, message: string): never {
  throw new Failure([{ path, message }]);
}

function refuseUnknown(kind: NamedKind, name: string, known: readonly string[]): never {
  refuse("", unknownName(kind, name, known));
}
