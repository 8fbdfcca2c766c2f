import type { Command } from "commander";
import type { ExitCode } from "../outcome";
import type { Io } from "../io";
import { addFiles, addReportOptions, type ReportFlags } from "../options";

/** The options of `validate`. */
export type ValidateFlags = ReportFlags;

const details = `
Everything that can be known without a host: the form of every file, every value, the rules over several settings, and the
lint rules. All faults of all files are reported at once. Environment variables of secrets need not be set.

Examples:
  iispools validate                       pools.yaml, or all files in pools/
  iispools validate pools/*.yaml
  iispools validate --format sarif --output pools.sarif

Exit codes: 0 no fault (warnings are shown), 1 a fault, or a lint rule of severity error.`;

/** `iispools validate`: whether the files are right. `end` gets the exit code. */
export function addValidate(program: Command, io: Io, end: (code: ExitCode) => void): void {
  const command = program.command("validate").description("Check pool files without any host");
  addReportOptions(addFiles(command))
    .addHelpText("after", details)
    .action((files: string[], flags: ValidateFlags) => {
      const { runValidate } = require("./run-validate") as typeof import("./run-validate");
      end(runValidate(files, flags, io));
    });
}
