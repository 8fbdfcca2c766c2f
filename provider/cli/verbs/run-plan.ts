import { planObstacles } from "../../engine/verbs/apply-plan";
import type { PlannedHost } from "../../engine/prepare";
import type { HostPlan, HostResult } from "../../plan/results";
import { chooseHosts } from "../hosts";
import { printProblems } from "../outcome";
import { type ExitCode, exitCodeOf, exitCodes } from "../outcome";
import type { Io } from "../io";
import { lintDeclared } from "../lint-declared";
import { loadFiles } from "../load-files";
import { lookAtHosts } from "../look-at-hosts";
import type { PlanFlags } from "./plan";
import { planKey } from "../saved-plan";
import { savePlan } from "../saved-plan";
import { writeOut } from "../write-out";

/** Carries out `iispools plan`. @throws Failure, IisError */
export async function runPlan(paths: readonly string[], flags: PlanFlags, io: Io): Promise<ExitCode> {
  if (flags.out !== undefined) planKey(io);
  const files = loadFiles(paths, io, "required");
  const hosts = chooseHosts(files, flags, io);
  const { prune = false, checkPasswords = false, parallel } = flags;
  const results = await lookAtHosts(hosts, files, { prune, checkPasswords, parallel }, io);
  const lint = lintDeclared(
    files,
    hosts.map(({ name }) => name),
  );
  const obstacles = planObstacles(results, true);
  if (flags.out !== undefined && obstacles.length === 0) savePlan(flags.out, hosts, files, results, io);
  writeOut({ kind: "plan", hosts: results.map(onlyPlan), lint }, flags, io);
  printProblems(io, obstacles);
  const isTold = flags.detailedExitcode === true && results.some(differs);
  return exitCodeOf(obstacles, isTold ? exitCodes.differs : exitCodes.ok);
}

/** The plan of a host that was looked at. */
export function onlyPlan(result: HostResult<PlannedHost>): HostResult<HostPlan> {
  return result.ok ? { ...result, value: result.value.plan } : result;
}

/** Whether there is anything to change. */
export function differs(result: HostResult<PlannedHost>): boolean {
  return result.ok && result.value.requests.length > 0;
}
