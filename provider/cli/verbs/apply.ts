import type { Connection } from "../../connection/schema";
import type { PlannedHost } from "../../engine/prepare";
import type { ApplyOptions, ApplyTarget } from "../../engine/verbs/apply-plan";
import type { IisError } from "../../errors";
import type { HostApply, HostResult, WaveResult } from "../../plan/results";
import { formatFault } from "../../pool-file/pool-file";
import { inQuotes } from "../../text";
import { confirm, confirmationOutput } from "../confirm";
import type { Io } from "../io";
import { valueOption } from "../option-values";
import { addCompareOptions, addFiles, addHostOptions, addReportOptions, addSkipUnreachable } from "../options";
import { Failure } from "../failure";
import { type ExitCode, exitCodes } from "../outcome";
import type { SkipFlags, SplitResults } from "../skip-unreachable";
import type { OptionValue } from "../read-options";
import { defineVerb } from "../verb";
import type { ApplyInput } from "./planned-hosts";
import type { SavedPlanFlags } from "./saved-plan";
import type { PlannedWaves, WaveFlags } from "./waves";

/** The options of `apply`. */
interface ApplyFlags extends SavedPlanFlags, WaveFlags, SkipFlags {
  readonly allow?: OptionValue<"allow">;
  /** All risks. */
  readonly force?: boolean;
  /** False with `--no-backup`. */
  readonly backup: boolean;
}

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
    addReportOptions(addSkipUnreachable(addHostOptions(command)));
  },
  examples: [
    ["iispools apply", "pools.yaml or pools/; asks before it writes"],
    ["iispools apply plan.json --yes", "a plan of: iispools plan --out plan.json"],
    ["iispools apply --waves canary:1,25%,100% --settle 30s --yes"],
  ],
  exits: "0 done, 1 error or not confirmed, 3 skipped, 130 interrupted",
  run: async ([paths], flags, io) => {
    const { checkSavable } = await import("../save-file.ts");
    const { courseOf, planWaves } = await import("./waves.ts");
    const { findSavedPlan, savedInput } = await import("./saved-plan.ts");
    const { planObstacles } = await import("../../engine/verbs/apply-plan.ts");
    const { splitUnreachable } = await import("../skip-unreachable.ts");
    const { differs } = await import("./planned-hosts.ts");
    const course = courseOf(flags);
    if (flags.output !== undefined) checkSavable(flags.output, { option: "--output" }, io);
    const saved = findSavedPlan(paths, flags, io);
    const input = saved === undefined ? await inputOfFiles(paths, flags, io) : savedInput(saved, flags, io);
    (await import("../refuse-same-target.ts")).refuseSameTarget(input.hosts, input.files?.hosts ?? [], io);
    const rollout = course && planWaves(course, input, io);
    const results = await input.read();
    const isPlanShown = await showPlan(results, input.files?.names ?? paths, flags, io);
    const split = splitUnreachable(results, flags);
    const obstacles = planObstacles(split.kept, flags.force === true || (flags.allow ?? []));
    if (obstacles.length > 0) {
      if (isPlanShown) io.stderr.write(await whyNothing(obstacles, split.kept));
      throw new Failure([...obstacles, ...split.skipped], isPlanShown);
    }
    const count = results.filter(differs).length;
    if (count > 0 && flags.yes !== true && !(await confirm(io, `Write to ${count} of ${results.length} hosts?`))) {
      io.stderr.write("Not confirmed; nothing was written.\n");
      return exitCodes.error;
    }
    const applied = await writeTo(input, results, rollout, flags, io);
    const { waves } = applied;
    let isShown = false;
    if (count > 0 || flags.format !== "text") {
      const { writeOut } = await import("../write-out.ts");
      const hosts = results.flatMap((result) => {
        return result.ok ? applied.hosts.filter(({ host }) => host === result.host) : [result];
      });
      const report = { kind: "apply", hosts, ...(waves && { waves }) } as const;
      // The text of the plan has the hosts that could not be read.
      const text = isPlanShown ? { ...report, hosts: applied.hosts } : report;
      isShown = writeOut(report, input.files?.names ?? paths, flags, io, text);
    }
    return conclude(split, applied.hosts, waves ?? [], { isShown, isPlanShown }, io);
  },
});

async function inputOfFiles(paths: readonly string[], flags: ApplyFlags, io: Io): Promise<ApplyInput> {
  const { chooseHosts, loadFiles } = await import("../hosts.ts");
  const { planHosts } = await import("./planned-hosts.ts");
  const files = loadFiles(paths, io, "required");
  const hosts = chooseHosts(files, flags, io);
  // apply has no lint findings in its report.
  for (const block of files.unused) io.stderr.write(`warning: ${formatFault(block)}\n`);
  const { rollbackOnError: explicit = false } = flags;
  return { hosts, files, read: () => planHosts(hosts, files, { ...flags, explicit }, io) };
}

/** Shows the plan as text, except with `--yes` and another format. Returns whether people who read stderr have it. */
async function showPlan(
  results: readonly HostResult<PlannedHost>[],
  files: readonly string[],
  flags: ApplyFlags,
  io: Io,
): Promise<boolean> {
  const stdout = confirmationOutput(flags, io);
  if (stdout === undefined) return false;
  const { onlyPlan } = await import("./planned-hosts.ts");
  const { writeOut } = await import("../write-out.ts");
  const { color } = flags;
  const report = { kind: "plan", hosts: results.map(onlyPlan), lint: [] } as const;
  const isShown = writeOut(report, files, { color, format: "text" }, { ...io, stdout });
  return isShown || stdout === io.stderr;
}

/** Why nothing was written, after a plan that has all reasons: their codes, and what to do if all are risks. */
async function whyNothing(
  obstacles: readonly IisError[],
  planned: readonly HostResult<PlannedHost>[],
): Promise<string> {
  const { howToAllow } = await import("../../plan/assess/risk-names.ts");
  const codes = [...new Set(obstacles.map(({ code }) => code))];
  const risks = planned.flatMap((result) => (result.ok ? result.value.plan.risks : []));
  const isRiskAlone = codes.every((code) => code === "NEEDS_FORCE");
  return `Nothing was written, for the reasons above (${codes.join(", ")}).${isRiskAlone ? ` ${howToAllow(...risks)}.` : ""}\n`;
}

async function writeTo(
  { hosts, files }: ApplyInput,
  results: readonly HostResult<PlannedHost>[],
  rollout: PlannedWaves | undefined,
  flags: ApplyFlags,
  io: Io,
): Promise<{ readonly hosts: readonly HostResult<HostApply>[]; readonly waves?: readonly WaveResult[] }> {
  const { progressOf } = await import("../progress.ts");
  io.setFinalMessage("interrupted while hosts were being changed. To see what was done: iispools plan");
  const { backup, rollbackOnError = false, parallel } = flags;
  const targets = hosts.flatMap(({ name, connect, connection }, index): ApplyTarget[] => {
    const result = results[index];
    if (result?.ok !== true) return [];
    return [{ name, transport: connect(), planned: result.value, restoreCommand: restoreCommand(connection) }];
  });
  const changing = targets.filter(({ planned }) => planned.requests.length > 0);
  const progress = progressOf(io, { now: "writing", done: "written" }, changing.length);
  const around: ApplyOptions["around"] = ({ name, planned }, work) =>
    planned.requests.length === 0 ? work() : progress.on(name, work, summarizeApply);
  const { backupName } = await import("../../engine/apply/make-backup.ts");
  // One name for all hosts, so that one command restores them.
  const named = backup ? { backup: backupName(io.place.now()) } : {};
  const options = { ...named, rollbackOnError, parallel, around, signal: io.signal };
  try {
    if (rollout === undefined) {
      const { applyPlan } = await import("../../engine/verbs/apply-plan.ts");
      // A saved plan, and a plan that a user confirmed, are older than their read.
      const fromPlanRead = files !== undefined && flags.yes === true;
      return { hosts: await applyPlan(targets, { ...options, fromPlanRead }) };
    }
    const { applyWaves } = await import("../../engine/verbs/apply-waves.ts");
    return await applyWaves(targets, rollout.waves, { ...options, ...rollout.options });
  } finally {
    progress.end();
  }
}

/** appcmd on a server: it is not on the PATH there. */
const defaultAppcmd = "%windir%\\system32\\inetsrv\\appcmd.exe";

/** The command that restores a backup of a host: appcmd itself, or the emulator for a file. */
function restoreCommand({ configFile, appcmdPath = defaultAppcmd }: Connection): (backup: string) => string {
  if (configFile === undefined) return (backup) => `${inQuotes(appcmdPath)} restore backup ${backup}`;
  return (backup) => `npx appcmd-emulator restore backup ${backup} ${inQuotes(`/apphostconfig:${configFile}`)}`;
}

function summarizeApply({ applied, failed, remaining }: HostApply): string {
  return `${applied.length} applied, ${failed.length} failed, ${remaining.length} not begun`;
}

async function conclude(
  split: SplitResults<unknown>,
  results: readonly HostResult<HostApply>[],
  waves: readonly WaveResult[],
  { isShown, isPlanShown }: { readonly isShown: boolean; readonly isPlanShown: boolean },
  io: Io,
): Promise<ExitCode> {
  const { errorsOf } = await import("../each-host.ts");
  const ofHosts = errorsOf(results, ({ failed }) => failed.map(({ error }) => error));
  const { concludeSplit } = await import("../skip-unreachable.ts");
  const problems = [...ofHosts, ...waves.flatMap((wave) => wave.problems)];
  const exitCode = concludeSplit(io, split, problems, exitCodes.ok, isShown, isShown || isPlanShown);
  const isCut = io.signal.aborted && results.some((one) => one.ok && one.value.remaining.length > 0);
  return isCut ? exitCodes.interrupted : exitCode;
}
