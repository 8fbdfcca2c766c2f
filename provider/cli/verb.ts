import { Command } from "commander";

/** A method that commander's types leave out. */
interface RefusesOptions {
  readonly unknownOption: (flag: string) => void;
}

/** A command that never shows what stands behind the `=` of an option that is not known: it may be a password. */
export class Verb extends Command {
  override createCommand(name?: string): Command {
    return new Verb(name);
  }

  /** Called by commander, with all of `--option=value`. */
  unknownOption(argument: string): void {
    const [flag = ""] = argument.split("=", 1);
    if (flag !== argument && this.options.some(({ long }) => long === flag))
      this.error(`error: option '${flag}' takes no value`);
    (Command.prototype as unknown as RefusesOptions).unknownOption.call(this, flag);
  }
}
