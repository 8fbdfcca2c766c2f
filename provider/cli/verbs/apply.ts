import type { Command } from "commander";
import type { ExitCode } from "../outcome";
import type { Io } from "../io";
import type { OptionValue } from "../read-options";
import { valueOption } from "../option-values";
import {
  addCompareOptions,
  addFiles,
  addHostOptions,
  addReportOptions,
  type CompareFlags,
  type HostOptions,
  type ReportFlags,
} from "../options";

/** The options of `apply`. */
export interface ApplyFlags extends HostOptions, ReportFlags, CompareFlags {
  readonly yes?: boolean;
  readonly force?: boolean;
  readonly prune?: boolean;
  /** False with `--no-backup`. */
  readonly backup: boolean;
  readonly rollbackOnError?: boolean;
  readonly waves?: OptionValue<"waves">;
  /** In seconds. */
  readonly settle?: OptionValue<"settle">;
}

const details = `
All hosts are read first. If one of them cannot be read, refuses a change, has changed since the plan, or requires --force,
nothing is written on any host. Each host then gets a backup and one commit, and is read back. A failing host does not
stop the others. --force is required to change more than 30 % of a host's pools, to delete or stop pools, and to change
identities.

--waves changes the hosts in steps: a count of hosts, a share of all (earlier waves included), or a host or group of the
files with or without a count. After each wave and the delay --settle, a health check reads the changed pools that must
run and sends their probes (probe: in the pool file) from this machine. If a host or the health check fails, no later wave
is started. With --rollback-on-error, the wave is rolled back on all its hosts, except deleted and renamed pools, which are
in the backup.

Trust a plan file like a script: it names the servers to change and the programs to start. Both are shown before anything
is asked or read. If IISPOOLS_PLAN_KEY is set, "plan --out" signs the plan with it (HMAC-SHA256), and a plan without that
signature is refused.

Ctrl-C lets the running command finish, writes nothing further, and reports what was done.

Examples:
  iispools apply                          pools.yaml, or all files in pools/; asks before it writes
  iispools apply pools/*.yaml --yes       without a terminal
  iispools apply plan.json --yes          exactly the plan that "iispools plan --out plan.json" saved
  iispools apply --host web-01 --rollback-on-error
  iispools apply --waves canary:1,25%,100% --settle 30s --yes

Exit codes: 0 done, or nothing to do; 1 error, or not confirmed; 130 interrupted.`;

/** `iispools apply`: makes the hosts what the files say. `end` gets the exit code. */
export function addApply(program: Command, io: Io, end: (code: ExitCode) => void): void {
  const command = program.command("apply").description("Change the hosts to what the pool files, or a saved plan, say");
  addReportOptions(
    addCompareOptions(addHostOptions(addFiles(command, "a saved plan, or pool files; left out: pools.yaml or pools/"))),
  )
    .option("--yes", "do not ask")
    .option("--force", "also make changes that are risky")
    .option("--prune", "also delete pools that no file declares")
    .option("--no-backup", "without a backup by appcmd before the first write")
    .option("--rollback-on-error", "if a change fails on a host, roll back the changes there")
    .addOption(valueOption("waves"))
    .addOption(valueOption("settle"))
    .addHelpText("after", details)
    .action(async (files: string[], flags: ApplyFlags) => {
      const { runApply } = require("./run-apply") as typeof import("./run-apply");
      end(await runApply(files, flags, io));
    });
}
