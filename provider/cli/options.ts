import { type Command, Option } from "commander";
import { defaultParallel } from "../engine/hosts";
import { choiceOption, valueOption } from "./option-values";

/** When to write in colour. */
export const colourChoices = ["auto", "always", "never"] as const;

/** One of {@link colourChoices}. */
export type ColourChoice = (typeof colourChoices)[number];

/**
 * Whether to write in colour. `auto`: NO_COLOR says no, FORCE_COLOR says yes (`0` no), else where people look and their
 * terminal is not `dumb`. Source: https://no-color.org, https://force-color.org
 */
export function wantsColour(
  choice: ColourChoice,
  env: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): boolean {
  if (choice !== "auto") return choice === "always";
  const { NO_COLOR: no = "", FORCE_COLOR: force = "", TERM: terminal } = env;
  if (no !== "") return false;
  if (force !== "") return !["0", "false"].includes(force);
  return isTerminal && terminal !== "dumb";
}

/** Which hosts to work on. */
export interface HostOptions {
  readonly host?: readonly string[];
  readonly configFile?: string;
  readonly parallel: number;
}

/** Which hosts to work on, of a verb whose arguments are pools. */
export interface LiveHostOptions extends HostOptions {
  readonly files?: readonly string[];
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

/** The pool files that a verb is given. */
export function addFiles(
  command: Command,
  what = "pool files, folders or globs; left out: pools.yaml or pools/",
): Command {
  return command.argument("[files...]", what);
}

/** `--host`, `--config-file`, `--parallel`. */
export function addHostOptions(command: Command): Command {
  return command
    .addOption(new Option("--host <name>", "only this host of the files; may be repeated").argParser(append))
    .option("--config-file <file>", "instead of the host an applicationHost.config, offline with the emulator")
    .addOption(valueOption("parallel").default(defaultParallel));
}

/** The same, and `--files`: the arguments of the verb are pools. */
export function addLiveHostOptions(command: Command): Command {
  return addHostOptions(command).addOption(
    new Option("--files <file>", "pool files that say where the hosts are; may be repeated").argParser(append),
  );
}

/** How a verb compares. */
export interface CompareFlags {
  readonly checkPasswords?: boolean;
}

/** `--check-passwords`. */
export function addCompareOptions(command: Command): Command {
  return command.option("--check-passwords", "count what another server has encrypted as a difference");
}

/** `--format text|json`, `--color`. */
export function addTextOrJson(command: Command): Command {
  return command
    .addOption(choiceOption("--format <format>", "how to report", ["text", "json"]))
    .addOption(choiceOption("--color <when>", "colours in text", colourChoices));
}

/** `--format`, `--output`, `--color`. */
export function addReportOptions(command: Command): Command {
  return command
    .addOption(choiceOption("--format <format>", "how to report", formats))
    .option("--output <file>", "write the report to a file, and text to stdout")
    .addOption(choiceOption("--color <when>", "colours in text", colourChoices));
}

function append(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, value];
}
