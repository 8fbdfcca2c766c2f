import { restoreCommand } from "../../connection/connection";
import type { PlannedHost } from "../../engine/prepare";
import type { ApplyOptions, ApplyTarget } from "../../engine/verbs/apply-plan";
import type { IisError } from "../../errors";
import type { HostApply, HostResult, WaveResult } from "../../plan/results";
import { confirm, confirmationOutput } from "../confirm";
import { Failure } from "../failure";
import type { Io } from "../io";
import type { RecordRun } from "../metrics";
import type { HostOptions, ReportFlags } from "../options";
import { type ExitCode, exitCodes } from "../outcome";
import type { OptionValue } from "../read-options";
import type { WorkOutcome } from "../progress";
import { concludeSplit, type SkipFlags, skippedNames, splitUnreachable, type SplitResults } from "../skip-unreachable";
import type { ApplyInput } from "./planned-hosts";
import type { PlannedWaves } from "./waves";
import { inQuotes } from "../../text";

/** How plans are confirmed and carried out, and how that is reported. */
export interface ConfirmFlags extends HostOptions, ReportFlags, SkipFlags {
  readonly yes?: boolean;
  readonly allow?: OptionValue<"allow">;
  /** All risks. */
  readonly force?: boolean;
  /** False with `--no-backup`. */
  readonly backup: boolean;
  readonly rollbackOnError?: boolean;
}

/** What a plan is made of, besides the hosts. */
export interface ApplyBasis {
  /** The pool files, for the report. */
  readonly names: readonly string[];
  /** The values of `--files` with which other verbs find the same hosts; undefined if no files lead to them. */
  readonly hostFiles: readonly string[] | undefined;
  readonly rollout?: PlannedWaves | undefined;
  /** Gets the plans, and what was made of them. */
  readonly record?: RecordRun;
}

/**
 * Reads the hosts, shows their plans, asks for confirmation, carries the plans out and reports the result.
 *
 * @throws Failure for a host that cannot be read, a refusal, and a risk that is not allowed: nothing is written then
 */
export async function confirmAndApply(
  input: ApplyInput,
  { names, hostFiles, rollout, record }: ApplyBasis,
  flags: ConfirmFlags,
  io: Io,
): Promise<ExitCode> {
  const { planObstacles } = await import("../../engine/verbs/apply-plan.ts");
  const { differs, onlyPlan } = await import("./planned-hosts.ts");
  const { documentOf } = await import("../../report/document/document.ts");
  const results = await input.read();
  const split = splitUnreachable(results, flags);
  record?.({
    document: () => documentOf({ kind: "plan", hosts: results.map(onlyPlan), lint: [], ...skippedNames(split) }),
  });
  const isPlanShown = await showPlan(results, split, names, flags, io);
  const obstacles = planObstacles(split.kept, flags.force === true || (flags.allow ?? []));
  if (obstacles.length > 0) {
    if (isPlanShown) io.stderr.write(await whyNothing(obstacles, split.kept));
    const names = results.map(({ host }) => host);
    throw new Failure([...obstacles, ...split.skipped], isPlanShown, names);
  }
  const count = results.filter(differs).length;
  if (count > 0 && flags.yes !== true && !(await confirm(io, `Write to ${count} of ${results.length} hosts?`))) {
    io.stderr.write("Not confirmed; nothing was written.\n");
    return exitCodes.error;
  }
  const { hosts: applied, waves } = await writeTo(input, results, rollout, flags, io);
  const named = withWaysBack(applied, hostFiles, { ...flags, shard: input.shard }, split.skipped.length > 0);
  const hosts = results.flatMap((result) => {
    return result.ok ? named.filter(({ host }) => host === result.host) : [result];
  });
  const { shard } = input;
  const report = { kind: "apply", hosts, ...skippedNames(split), shard, ...(waves && { waves }) } as const;
  record?.({ document: () => documentOf(report) });
  let isShown = false;
  if (count > 0 || flags.format !== "text") {
    const { writeOut } = await import("../write-out.ts");
    const failed = results.filter(({ ok }) => !ok).map(({ host }) => host);
    isShown = writeOut(report, names, flags, io, new Set(isPlanShown ? failed : []));
  }
  return conclude(split, applied, waves ?? [], { isShown, isPlanShown }, io);
}

/** Shows the plan as text, except with `--yes` and another format. Returns whether people who read stderr have it. */
async function showPlan(
  results: readonly HostResult<PlannedHost>[],
  split: SplitResults<unknown>,
  files: readonly string[],
  flags: ConfirmFlags,
  io: Io,
): Promise<boolean> {
  const stdout = confirmationOutput(flags, io);
  if (stdout === undefined) return false;
  const { onlyPlan } = await import("./planned-hosts.ts");
  const { writeOut } = await import("../write-out.ts");
  const { color } = flags;
  const report = { kind: "plan", hosts: results.map(onlyPlan), lint: [], ...skippedNames(split) } as const;
  const isShown = writeOut(report, files, { color, format: "text" }, { ...io, stdout });
  return isShown || stdout === io.stderr;
}

/** Why nothing was written, after a plan that has all reasons: their codes, or how to allow its risks if these are all. */
async function whyNothing(
  obstacles: readonly IisError[],
  planned: readonly HostResult<PlannedHost>[],
): Promise<string> {
  const { howToAllow } = await import("../../plan/assess/risk-names.ts");
  const codes = [...new Set(obstacles.map(({ code }) => code))];
  const risks = planned.flatMap((result) => (result.ok ? result.value.plan.risks : []));
  if (codes.every((code) => code === "NEEDS_FORCE"))
    return `Nothing was written, because the plan has risks (NEEDS_FORCE). ${howToAllow(...risks)}.\n`;
  return `Nothing was written, for the reasons above (${codes.join(", ")}).\n`;
}

async function writeTo(
  { hosts, files }: ApplyInput,
  results: readonly HostResult<PlannedHost>[],
  rollout: PlannedWaves | undefined,
  flags: ConfirmFlags,
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
    planned.requests.length === 0 ? work() : progress.on(name, work, summarizeApply, outcomeOf);
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

function summarizeApply({ applied, failed, remaining }: HostApply): string {
  return `${applied.length} applied, ${failed.length} failed, ${remaining.length} not begun`;
}

function outcomeOf({ applied, failed }: HostApply): WorkOutcome {
  if (failed.length > 0) return "failed";
  return applied.length > 0 ? "done" : "nothing to do";
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
  const problems = [...ofHosts, ...waves.flatMap((wave) => wave.problems)];
  const exitCode = concludeSplit(io, split, problems, exitCodes.ok, isShown, isShown || isPlanShown);
  const isCut = io.signal.aborted && results.some((one) => one.ok && one.value.remaining.length > 0);
  return isCut ? exitCodes.interrupted : exitCode;
}

/**
 * The results with the commands that restore only the pools: one for all hosts, or by name if a host has its backup under another
 * name, because the first one is of another run there.
 *
 * @param files the values of `--files` that name the hosts; undefined: no command leads to them
 * @param isPartial whether hosts were skipped: the commands name only hosts that were changed
 */
function withWaysBack(
  results: readonly HostResult<HostApply>[],
  files: readonly string[] | undefined,
  { host = [], configFile, shard }: Pick<HostOptions, "host" | "configFile"> & Pick<ApplyInput, "shard">,
  isPartial: boolean,
): readonly HostResult<HostApply>[] {
  if (files === undefined) return results;
  const byName = Map.groupBy(results, (result) => (result.ok ? result.value.backup?.name : undefined));
  byName.delete(undefined);
  const config = configFile === undefined ? [] : [configFile];
  const choice = [
    ["--files", files],
    ["--config-file", config],
  ] as const;
  return results.map((result) => {
    if (!result.ok || result.value.backup === undefined) return result;
    const { backup } = result.value;
    const areNamed = byName.size > 1 || isPartial;
    const hosts = areNamed ? (byName.get(backup.name) ?? []).map((one) => one.host) : host;
    const shards = areNamed ? [] : (shard?.indexes.map((index) => `${index}/${shard.of}`) ?? []);
    const chosen = [...choice, ["--host", hosts] as const, ["--shard", shards] as const].flatMap(([option, values]) =>
      values.map((value) => ` ${option} ${inQuotes(value)}`),
    );
    const restorePools = `iispools restore ${inQuotes(backup.name)} --pools-only${chosen.join("")}`;
    return { ...result, value: { ...result.value, backup: { ...backup, restorePools } } };
  });
}
