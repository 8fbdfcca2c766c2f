import type { Command } from "commander";
import type { ExitCode } from "../outcome";
import type { Io } from "../io";
import {
  addCompareOptions,
  addFiles,
  addHostOptions,
  addReportOptions,
  type CompareFlags,
  type HostOptions,
  type ReportFlags,
} from "../options";

/** The options of `drift`. */
export type DriftFlags = HostOptions & ReportFlags & CompareFlags;

const details = `
Nothing is written. What counts as a difference: declared settings and pools that are otherwise on the host, settings that
are explicit there and in no file, and pools in no file. What an ignore rule of the files is about (drift.ignore, each
with its reason) is shown and does not count, nor do attributes that this program does not know.

Examples:
  iispools drift                                     pools.yaml, or all files in pools/
  iispools drift pools/*.yaml --host web-01 --format junit --output drift.xml
  iispools drift --config-file applicationHost.config

Exit codes: 0 no difference, 1 error, 2 something differs, 130 interrupted.`;

/** `iispools drift`: how the hosts differ from the files. `end` gets the exit code. */
export function addDrift(program: Command, io: Io, end: (code: ExitCode) => void): void {
  const command = program.command("drift").description("Show how the hosts differ from the pool files");
  addReportOptions(addCompareOptions(addHostOptions(addFiles(command))))
    .addHelpText("after", details)
    .action(async (files: string[], flags: DriftFlags) => {
      const { runDrift } = require("./run-drift") as typeof import("./run-drift");
      end(await runDrift(files, flags, io));
    });
}
