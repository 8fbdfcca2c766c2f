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

/** The options of `plan`. */
export interface PlanFlags extends HostOptions, ReportFlags, CompareFlags {
  readonly out?: string;
  readonly prune?: boolean;
  readonly detailedExitcode?: boolean;
}

const details = `
Every host is read once and nothing is written. What cannot be done (a setting that the host's IIS lacks, a pool to be
deleted that applications use) is told and ends with 1, as apply would refuse it.

--prune also deletes pools that no file declares: never DefaultAppPool, pools that applications use, and pools that an
ignore rule is about; the plan names these with the reason. A plan saved with --out holds no password, and of
environment variables what the files say; apply takes it exactly as it is or refuses it.

Examples:
  iispools plan                                     pools.yaml, or all files in pools/
  iispools plan pools/*.yaml --host web-01
  iispools plan --config-file applicationHost.config  compare with a file instead, on any machine
  iispools plan --out plan.json && iispools apply plan.json
  iispools plan --format markdown --output plan.md  for a comment on a pull request

Exit codes: 0 done, 1 error, 2 something differs (with --detailed-exitcode), 130 interrupted.`;

/** `iispools plan`: what would be changed. `end` gets the exit code. */
export function addPlan(program: Command, io: Io, end: (code: ExitCode) => void): void {
  const command = program.command("plan").description("Show what apply would change on the hosts of the pool files");
  addReportOptions(addCompareOptions(addHostOptions(addFiles(command))))
    .option("--out <file>", "save the plan for apply")
    .option("--prune", "also delete pools that no file declares")
    .option("--detailed-exitcode", "end with 2 where something differs")
    .addHelpText("after", details)
    .action(async (files: string[], flags: PlanFlags) => {
      const { runPlan } = require("./run-plan") as typeof import("./run-plan");
      end(await runPlan(files, flags, io));
    });
}
