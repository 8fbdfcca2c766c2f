import type { Command } from "commander";
import type { ExitCode } from "../outcome";
import type { Io } from "../io";
import { choiceOption } from "../option-values";
import { addFiles, addHostOptions, addReportOptions, type HostOptions, type ReportFlags } from "../options";

/** The options of `lint`. */
export interface LintFlags extends HostOptions, ReportFlags {
  readonly profile: LintProfileName;
}

/** The profiles of provider/lint/rule.ts, which is not loaded for that. */
const profiles = ["recommended", "stig"] as const;

type LintProfileName = (typeof profiles)[number];

const details = `
Without --host and --config-file the pools of the files are looked at, as they are declared. With one of them the pools
that the host has are looked at, with the values that are in force there, inherited ones included; the files then only say
how the host is reached, and --config-file alone needs none.

Examples:
  iispools lint                                    pools.yaml, or all files in pools/
  iispools lint pools/*.yaml --format sarif --output lint.sarif
  iispools lint pools/*.yaml --host web-01         what is in force on web-01
  iispools lint --config-file applicationHost.config --profile stig

Exit codes: 0 nothing of severity error, 1 something of it, or an error, 130 interrupted.`;

/** `iispools lint`: what is unwise in the files or on hosts. `end` gets the exit code. */
export function addLint(program: Command, io: Io, end: (code: ExitCode) => void): void {
  const command = program.command("lint").description("Look for unwise settings in pool files or on hosts");
  addReportOptions(addHostOptions(addFiles(command)))
    .addOption(choiceOption("--profile <name>", "which rules: those for everyone, or those of DISA's STIG", profiles))
    .addHelpText("after", details)
    .action(async (files: string[], flags: LintFlags) => {
      const { runLint } = require("./run-lint") as typeof import("./run-lint");
      end(await runLint(files, flags, io));
    });
}
