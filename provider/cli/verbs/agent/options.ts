import { type Command, Option } from "commander";
import type { MetricsFlags } from "../../metrics";
import { limitedTo, valueOption } from "../../option-values";
import { addMetrics, append } from "../../options";
import type { OptionValue } from "../../read-options";
import { addStateFolder } from "./task-options";

/** What a run of an agent does, and how. */
export interface AgentFlags extends MetricsFlags {
  readonly mode: "apply" | "drift";
  /** The name of the host. Default: that of this computer. */
  readonly as?: string;
  readonly window?: OptionValue<"window">;
  /** In seconds. */
  readonly splay?: OptionValue<"splay">;
  readonly trust?: readonly string[];
  readonly unsigned?: boolean;
  readonly caCert?: string;
  readonly secrets?: string;
  readonly state?: string;
  readonly log?: string;
  readonly configFile?: string;
  readonly allow?: OptionValue<"allow">;
  readonly force?: boolean;
  readonly prune?: boolean;
  readonly backup: boolean;
  readonly rollbackOnError?: boolean;
}

/** Adds the source and the options of a run. */
export function addAgentOptions(command: Command): Command {
  command
    .argument("<source...>", "pool files, a bundle, or the https address of one")
    .addOption(
      limitedTo(
        ["apply", "drift"],
        new Option("--mode <mode>", "change this server, or only report"),
      ).makeOptionMandatory(),
    )
    .option("--as <name>", "host that this server is (default: its name)")
    .addOption(valueOption("window").argParser(append))
    .addOption(valueOption("splay"));
  command
    .addOption(new Option("--trust <file>", "public key that signed the bundle; repeatable").argParser(append))
    .option("--unsigned", "accept files of another machine as they are")
    .option("--ca-cert <file>", "certificate of the authority of the address")
    .option("--secrets <file>", "file with the variables of secrets: NAME=value");
  command
    .optionsGroup("Apply:")
    .addOption(valueOption("allow"))
    .option("--force", "allow all risks")
    .option("--prune", "also delete pools that are in no file")
    .option("--no-backup", "skip the backup before the first write")
    .option("--rollback-on-error", "roll back if one of the changes fails");
  addStateFolder(command.optionsGroup("This server:")).option(
    "--config-file <file>",
    "work offline on this applicationHost.config",
  );
  addMetrics(command).option("--log <file>", "append one line of JSON a run");
  return command;
}
