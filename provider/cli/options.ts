import { type Command, Option } from "commander";
import { defaultParallel } from "../engine/hosts";
import type { Shard } from "../plan/shard";
import { choiceOption, limitedTo, valueOption } from "./option-values";

/** When to write in colour. */
export const colourChoices = ["auto", "always", "never"] as const;

/** One of {@link colourChoices}. */
export type ColourChoice = (typeof colourChoices)[number];

/** Which hosts to work on. */
export interface HostOptions {
  readonly host?: readonly string[];
  readonly configFile?: string;
  readonly parallel: number;
  /** Of those that `host` leaves. Only of verbs with {@link addShard}. */
  readonly shard?: Shard;
}

/** Which hosts to work on, of a verb whose arguments are pools. */
export interface LiveHostOptions extends HostOptions {
  readonly files?: readonly string[];
}

/** The options of `init`: at most one is given. */
export interface InitFlags {
  readonly local?: boolean;
  readonly ssh?: readonly string[];
  /** The file of the private key for the servers over SSH. */
  readonly privateKeyFile?: string;
  readonly sshList?: string;
  readonly winrm?: readonly string[];
  readonly winrmList?: string;
  readonly user?: string;
  readonly configFile?: string;
  readonly skipUnreachable?: boolean;
}

/** How a verb reports that has no other formats. */
export interface TextOrJson {
  readonly format: "text" | "json";
  readonly color: ColourChoice;
}

/** How to report. */
export interface ReportFlags {
  readonly format: ReportFormatName;
  readonly output?: string;
  readonly color: ColourChoice;
}

/** The formats of provider/report/write-report.ts, which is not loaded for that. */
export const formats = ["text", "json", "markdown", "html", "junit", "sarif"] as const;

/** One of {@link formats}. */
export type ReportFormatName = (typeof formats)[number];

/** The services of provider/report/webhook/messages.ts, which is not loaded for that. */
const webhookServices = ["teams", "slack", "json"] as const;

/** Adds `[files...]`. */
export function addFiles(
  command: Command,
  what = "pool files, folders or globs (default: pools.yaml or pools/)",
): Command {
  return command.argument("[files...]", what);
}

/** Adds `--host`, `--config-file`, `--parallel`. */
export function addHostOptions(command: Command): Command {
  return command
    .optionsGroup("Servers:")
    .addOption(new Option("--host <name>", "only this host, or hosts like web-*; repeatable").argParser(append))
    .option("--config-file <file>", "work offline on this applicationHost.config")
    .addOption(valueOption("parallel").default(defaultParallel));
}

/** Adds the same and `--files`, for a verb whose arguments are pools. */
export function addLiveHostOptions(command: Command): Command {
  return addHostOptions(command).addOption(
    new Option("--files <file>", "pool files that declare the hosts; repeatable").argParser(append),
  );
}

/** Adds `--shard`, among the options of hosts. */
export function addShard(command: Command): Command {
  return command.addOption(valueOption("shard"));
}

/** Adds `--skip-unreachable`, among the options of hosts. */
export function addSkipUnreachable(command: Command): Command {
  return command.option("--skip-unreachable", "continue without servers that do not answer");
}

/** How a verb compares. */
export interface CompareFlags {
  readonly checkPasswords?: boolean;
}

/** Adds `--check-passwords`. */
export function addCompareOptions(command: Command): Command {
  return command.option("--check-passwords", "count values encrypted elsewhere as differences");
}

/** Adds `--format text|json`, `--color`. */
export function addTextOrJson(command: Command): Command {
  return command
    .optionsGroup("Output:")
    .addOption(choiceOption("--format <format>", "format of the output", ["text", "json"]))
    .addOption(choiceOption("--color <when>", "colors in text", colourChoices));
}

/** Adds `--format`, `--output`, `--color`. */
export function addReportOptions(command: Command): Command {
  return command
    .optionsGroup("Output:")
    .addOption(choiceOption("--format <format>", "format of the report", formats))
    .option("--output <file>", "write to a file; stdout gets text (html: totals)")
    .addOption(choiceOption("--color <when>", "colors in text", colourChoices));
}

/** Adds `--metrics`, among the options of the output. */
export function addMetrics(command: Command): Command {
  return command.option("--metrics <file>", "write metrics for Prometheus to a .prom file");
}

/** Adds `--webhook`, `--webhook-state`, among the options of the output. */
export function addWebhook(command: Command): Command {
  return command
    .addOption(
      limitedTo(webhookServices, new Option("--webhook <service>", "send what has changed since the last run")),
    )
    .option("--webhook-state <file>", "remembers what was sent (default: .iispools-webhook.json)");
}

/** Collects the values of an option that may be repeated. */
export function append(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, value];
}
