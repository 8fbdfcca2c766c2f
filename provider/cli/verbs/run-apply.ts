import type { Connection } from "../../connection/schema";
import type { PlannedHost } from "../../engine/prepare";
import { type ApplyOptions, applyPlan, type ApplyTarget, planObstacles } from "../../engine/verbs/apply-plan";
import { applyWaves } from "../../engine/verbs/apply-waves";
import type { HostApply, HostResult } from "../../plan/results";
import type { WaveResult } from "../../plan/waves/result";
import type { PoolFiles } from "../../pool-file/pool-file";
import { confirm, seenByPeople } from "../confirm";
import { chooseHosts, type ChosenHost } from "../hosts";
import type { Io } from "../io";
import { loadFiles } from "../load-files";
import { lookAtHosts } from "../look-at-hosts";
import { type ExitCode, exitCodeOf, exitCodes, Failure, printProblems } from "../outcome";
import { withProgress } from "../progress";
import { checkSavable } from "../save-file";
import { findSavedPlan, lookAtSaved } from "../saved-plan";
import { writeOut } from "../write-out";
import type { ApplyFlags } from "./apply";
import { differs, onlyPlan } from "./run-plan";
import { courseOf, type PlannedWaves, planWaves } from "./waves";

/** How the command that restores a backup is typed for that host: appcmd's own, or the emulator's for a file. */
export function restoreCommand({ configFile, appcmdPath = "appcmd" }: Connection): (backup: string) => string {
  if (configFile === undefined) return (backup) => `${inQuotes(appcmdPath)} restore backup ${backup}`;
  return (backup) => `npx appcmd-emulator restore backup ${backup} ${inQuotes(`/apphostconfig:${configFile}`)}`;
}

function inQuotes(text: string): string {
  return /[\s"']/.test(text) ? `"${text}"` : text;
}

/** Hosts that were looked at, with what is to be done there. */
export interface Prepared {
  readonly hosts: readonly ChosenHost[];
  /** One a host, in the same order. */
  readonly results: readonly HostResult<PlannedHost>[];
  /** Left out for a saved plan. */
  readonly files?: PoolFiles;
}

/** Carries out `iispools apply`. @throws Failure, IisError */
export async function runApply(paths: readonly string[], flags: ApplyFlags, io: Io): Promise<ExitCode> {
  const course = courseOf(flags);
  if (flags.output !== undefined) checkSavable(flags.output, { option: "--output" }, io);
  const saved = findSavedPlan(paths, flags, io);
  const prepared = saved === undefined ? await lookAtFiles(paths, flags, io) : await lookAtSaved(saved, flags, io);
  const rollout = course && planWaves(course, prepared, io);
  showPlan(prepared, flags, io);
  const obstacles = planObstacles(prepared.results, flags.force === true);
  if (obstacles.length > 0) throw new Failure(obstacles);
  const count = prepared.results.filter(differs).length;
  if (count > 0 && flags.yes !== true && !(await confirm(io, `Write to ${count} of ${prepared.hosts.length} hosts?`))) {
    io.stderr.write("Not confirmed; nothing was written.\n");
    return exitCodes.error;
  }
  const { hosts, waves } = await writeTo(prepared, rollout, flags, io);
  if (count > 0 || flags.format !== "text") writeOut({ kind: "apply", hosts, ...(waves && { waves }) }, flags, io);
  return conclude(hosts, waves ?? [], io);
}

async function lookAtFiles(paths: readonly string[], flags: ApplyFlags, io: Io): Promise<Prepared> {
  const files = loadFiles(paths, io, "required");
  const hosts = chooseHosts(files, flags, io);
  const { prune = false, rollbackOnError: explicit = false, checkPasswords = false, parallel } = flags;
  const options = { prune, explicit, checkPasswords, parallel };
  return { hosts, files, results: await lookAtHosts(hosts, files, options, io) };
}

function showPlan({ results }: Prepared, flags: ApplyFlags, io: Io): void {
  const stdout = seenByPeople(flags, io);
  if (stdout === undefined) return;
  const { color } = flags;
  writeOut({ kind: "plan", hosts: results.map(onlyPlan), lint: [] }, { color, format: "text" }, { ...io, stdout });
}

async function writeTo(
  { hosts, results }: Prepared,
  rollout: PlannedWaves | undefined,
  flags: ApplyFlags,
  io: Io,
): Promise<{ readonly hosts: readonly HostResult<HostApply>[]; readonly waves?: readonly WaveResult[] }> {
  io.setLastWords("ended while hosts were being written; what was done there tells: iispools plan");
  const { backup, rollbackOnError = false, parallel } = flags;
  const targets = hosts.flatMap(({ name, connect, connection }, index): ApplyTarget[] => {
    const result = results[index];
    if (result?.ok !== true) return [];
    return [{ name, transport: connect(), planned: result.value, restoreCommand: restoreCommand(connection) }];
  });
  const isAlone = targets.length === 1 || parallel === 1;
  const around: ApplyOptions["around"] = ({ name, planned }, work) =>
    planned.requests.length === 0
      ? work()
      : withProgress(io, { host: name, doing: "writing", isAlone }, work, summarize);
  const options = { backup, rollbackOnError, parallel, around, signal: io.signal, now: io.place.now };
  if (rollout === undefined) return { hosts: await applyPlan(targets, options) };
  return applyWaves(targets, rollout.waves, { ...options, ...rollout.options });
}

function summarize({ applied, failed, remaining }: HostApply): string {
  return `${applied.length} applied, ${failed.length} failed, ${remaining.length} not begun`;
}

function conclude(results: readonly HostResult<HostApply>[], waves: readonly WaveResult[], io: Io): ExitCode {
  const ofHosts = results.flatMap((result) =>
    result.ok ? result.value.failed.map(({ error }) => error) : [result.error],
  );
  const errors = [...ofHosts, ...waves.flatMap(({ problems }) => problems)];
  printProblems(io, errors);
  const isCut = io.signal.aborted && results.some((one) => one.ok && one.value.remaining.length > 0);
  return isCut ? exitCodes.interrupted : exitCodeOf(errors);
}
