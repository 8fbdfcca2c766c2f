import type { Command } from "commander";
import type { ExitCode } from "../outcome";
import type { Io } from "../io";
import { choiceOption } from "../option-values";

/** The options of `doctor`. */
export interface DoctorFlags {
  readonly write?: boolean;
  readonly configFile?: string;
  readonly format: "text" | "json";
}

const details = `
Without --write everything is only read, and few assumptions are settled. With it, a stopped pool
zz-pulumi-iis-doctor is made, changed, started and removed again, and a backup of the same name;
other pools are not touched. Configuration files with faults, and such whose applicationPoolDefaults
matter, are temporary files that no server uses. Four assumptions cannot be settled safely:
changed-on-disk (a race of two writers), input-after-error and input-atomicity (need standard input),
exit-code-commit-xml (what causes it is not known).

Ctrl-C ends it between two checks and removes what was made; a second one ends it at once.

Exit codes: 0 everything that could be settled is as expected, 1 error, 2 something differs, 130 interrupted.`;

/** `iispools doctor`: settles on a host what this package assumes of appcmd. `end` gets the exit code. */
export function addDoctor(program: Command, io: Io, end: (code: ExitCode) => void): void {
  program
    .command("doctor")
    .description("Check on a server what this package assumes of its appcmd")
    .option("--write", "also make, change and remove a pool zz-pulumi-iis-doctor")
    .option("--config-file <file>", "work offline on an applicationHost.config, with the emulator")
    .addOption(choiceOption("--format <format>", "how to print", ["text", "json"]))
    .addHelpText("after", details)
    .action(async (flags: DoctorFlags) => {
      const { runDoctor } = require("./run-doctor") as typeof import("./run-doctor");
      end(await runDoctor(flags, io));
    });
}
