import { formatFault } from "../../pool-file/pool-file";
import type { Io } from "../io";
import { valueOption } from "../option-values";
import type { MetricsFlags, RecordRun } from "../metrics";
import {
  addCompareOptions,
  addFiles,
  addHostOptions,
  addMetrics,
  addReportOptions,
  addShard,
  addSkipUnreachable,
} from "../options";
import type { ExitCode } from "../outcome";
import { defineVerb } from "../verb";
import type { ConfirmFlags } from "./confirm-and-apply";
import type { ApplyInput } from "./planned-hosts";
import type { SavedPlanFlags } from "./saved-plan";
import type { WaveFlags } from "./waves";

/** The options of `apply`. */
type ApplyFlags = SavedPlanFlags & WaveFlags & ConfirmFlags & MetricsFlags;

/** `iispools apply`: changes the hosts to match the files. */
export const applyVerb = defineVerb<[string[]], ApplyFlags>({
  define: (command) => {
    addFiles(command, "saved plan or pool files (default: pools.yaml or pools/)")
      .option("--yes", "do not ask for confirmation")
      .addOption(valueOption("allow"))
      .option("--force", "allow all risks")
      .option("--prune", "also delete pools that are in no file");
    addCompareOptions(command)
      .option("--no-backup", "skip the backup before the first write")
      .option("--rollback-on-error", "roll back a server if one of its changes fails")
      .addOption(valueOption("waves"))
      .addOption(valueOption("settle"));
    addMetrics(addReportOptions(addSkipUnreachable(addShard(addHostOptions(command)))));
  },
  examples: [
    ["iispools apply", "pools.yaml or pools/; asks before it writes"],
    ["iispools apply plan.json --yes", "a plan of: iispools plan --out plan.json"],
    ["iispools apply --waves canary:1,25%,100% --settle 30s --yes"],
  ],
  exits: "0 done, 1 error or not confirmed, 3 skipped, 130 interrupted",
  writes: () => true,
  run: async ([paths], flags, io) => {
    const { withMetrics } = await import("../metrics.ts");
    return withMetrics("apply", flags, io, (record) => apply(paths, flags, record, io));
  },
});

async function apply(paths: readonly string[], flags: ApplyFlags, record: RecordRun, io: Io): Promise<ExitCode> {
  const { checkSavable } = await import("../save-file.ts");
  const { courseOf, planWaves } = await import("./waves.ts");
  const { findSavedPlan, savedInput } = await import("./saved-plan.ts");
  const { confirmAndApply } = await import("./confirm-and-apply.ts");
  const course = courseOf(flags);
  if (flags.output !== undefined) checkSavable(flags.output, { option: "--output" }, io);
  const saved = findSavedPlan(paths, flags, io);
  const input =
    saved === undefined
      ? { ...(await inputOfFiles(paths, flags, io)), hostFiles: paths }
      : savedInput(saved, flags, io);
  const rollout = course && planWaves(course, input, io);
  const names = input.files?.names ?? paths;
  return confirmAndApply(input, { names, hostFiles: input.hostFiles, rollout, record }, flags, io);
}

async function inputOfFiles(paths: readonly string[], flags: ApplyFlags, io: Io): Promise<ApplyInput> {
  const { chooseHosts, loadFiles } = await import("../hosts.ts");
  const { shardPart } = await import("../named-hosts.ts");
  const { planHosts } = await import("./planned-hosts.ts");
  const files = loadFiles(paths, io, "required");
  const hosts = chooseHosts(files, flags, io);
  // apply has no lint findings in its report.
  for (const block of files.unused) io.stderr.write(`warning: ${formatFault(block)}\n`);
  const { rollbackOnError: explicit = false } = flags;
  const part = shardPart(files.hosts, hosts, flags);
  return { hosts, files, ...part, read: () => planHosts(hosts, files, { ...flags, explicit }, io) };
}
