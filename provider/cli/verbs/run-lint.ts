import { basename } from "node:path";
import { onEachHost } from "../../engine/hosts";
import { inspectHost } from "../../engine/inspect";
import type { IisError } from "../../errors";
import type { LintFinding } from "../../lint/rule";
import { type LintedPool, lintPools } from "../../lint/lint-pools";
import { type ChosenHost, chooseHosts, hostAt } from "../hosts";
import { printProblems } from "../outcome";
import { type ExitCode, exitCodeOf, exitCodes } from "../outcome";
import type { Io } from "../io";
import type { LintFlags } from "./lint";
import { lintDeclared } from "../lint-declared";
import { loadFiles } from "../load-files";
import { countPools, withProgress } from "../progress";
import { writeOut } from "../write-out";

/** Carries out `iispools lint`. @throws Failure, IisError */
export async function runLint(paths: readonly string[], flags: LintFlags, io: Io): Promise<ExitCode> {
  const isLive = flags.host !== undefined || flags.configFile !== undefined;
  const { findings, errors } = isLive
    ? await lintHosts(hostsOf(paths, flags, io), flags, io)
    : { findings: lintFiles(paths, flags, io), errors: [] };
  writeOut({ kind: "lint", findings, faults: [] }, flags, io);
  return exitCodeOf(errors, findings.some(({ severity }) => severity === "error") ? exitCodes.error : exitCodes.ok);
}

function lintFiles(paths: readonly string[], { profile }: LintFlags, io: Io): readonly LintFinding[] {
  const files = loadFiles(paths, io, "may be missing");
  return lintDeclared(
    files,
    files.hosts.map(({ name }) => name),
    profile,
  );
}

/** A configuration file alone is a host by itself. */
function hostsOf(paths: readonly string[], flags: LintFlags, io: Io): ChosenHost[] {
  const { configFile, host } = flags;
  if (configFile !== undefined && host === undefined && paths.length === 0) {
    return [hostAt(basename(configFile), { configFile }, io)];
  }
  return chooseHosts(loadFiles(paths, io, "may be missing"), flags, io);
}

async function lintHosts(
  hosts: readonly ChosenHost[],
  { parallel, profile }: LintFlags,
  io: Io,
): Promise<{ readonly findings: readonly LintFinding[]; readonly errors: readonly IisError[] }> {
  const isAlone = hosts.length === 1 || parallel === 1;
  const results = await onEachHost(hosts, parallel, ({ name, connectToRead }) =>
    withProgress(
      io,
      { host: name, doing: "reading", isAlone },
      async (): Promise<LintedPool[]> => {
        const live = await inspectHost(connectToRead());
        return [...live.pools.values()].map((pool) => ({
          ...{ name: pool.name, host: name, settings: pool.settings, isEffective: true, positions: {} },
          isStopped: pool.state === "Stopped",
        }));
      },
      (pools) => countPools(pools.length),
    ),
  );
  const errors = results.flatMap((result) => (result.ok ? [] : [result.error]));
  printProblems(io, errors);
  return {
    findings: lintPools(
      results.flatMap((result) => (result.ok ? result.value : [])),
      profile,
    ),
    errors,
  };
}
