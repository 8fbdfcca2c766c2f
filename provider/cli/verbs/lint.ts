import { basename } from "node:path";
import type { LintFinding } from "../../lint/rule";
import type { LintedPool } from "../../lint/lint-pools";
import type { LintScope } from "../../report/report";
import type { ChosenHost } from "../hosts";
import type { Io } from "../io";
import { choiceOption } from "../option-values";
import {
  addFiles,
  addHostOptions,
  addReportOptions,
  addSkipUnreachable,
  type HostOptions,
  type ReportFlags,
} from "../options";
import { Failure } from "../failure";
import { exitCodes } from "../outcome";
import type { SkipFlags, SplitResults } from "../skip-unreachable";
import { defineVerb } from "../verb";

/** The profiles of provider/lint/rule.ts, which is not loaded for that. */
const profiles = ["recommended", "stig"] as const;

/** The options of `lint`. */
interface LintFlags extends HostOptions, ReportFlags, SkipFlags {
  readonly live?: boolean;
  readonly profile: (typeof profiles)[number];
}

/** `iispools lint`: risky settings in the files, or on hosts. */
export const lintVerb = defineVerb<[string[]], LintFlags>({
  define: (command) => {
    addFiles(command)
      .option("--live", "check the values in force on the hosts; --host and --config-file imply it")
      .addOption(choiceOption("--profile <name>", "rules for everyone, or of DISA's STIG", profiles));
    addReportOptions(addSkipUnreachable(addHostOptions(command)));
  },
  examples: [
    ["iispools lint", "the pools as declared in the files"],
    ["iispools lint --live", "the values in force on all hosts of the files"],
    ["iispools lint --config-file applicationHost.config --profile stig"],
  ],
  exits: "0 no lint error, 1 lint or other error, 3 skipped, 130 interrupted",
  run: async ([paths], flags, io) => {
    const { writeOut } = await import("../write-out.ts");
    const { errorsOf } = await import("../each-host.ts");
    const { concludeSplit } = await import("../skip-unreachable.ts");
    const isLive = flags.live === true || flags.host !== undefined || flags.configFile !== undefined;
    if (!isLive && flags.skipUnreachable === true)
      throw new Failure([
        { path: "--skip-unreachable", message: "is for servers, and only files are checked; add --live" },
      ]);
    const { findings, split, checked, names } = await (isLive ? lintHosts : lintFiles)(paths, flags, io);
    const isRisky = findings.some(({ severity }) => severity === "error");
    const ended = concludeSplit(io, split, errorsOf(split.kept), isRisky ? exitCodes.error : exitCodes.ok, false);
    const exitCode = isRisky && ended === exitCodes.skipped ? exitCodes.error : ended;
    writeOut({ kind: "lint", findings, faults: [], checked }, names, flags, io);
    return exitCode;
  },
});

interface Linted {
  readonly findings: readonly LintFinding[];
  readonly split: SplitResults<unknown>;
  readonly checked: LintScope;
  /** The pool files. */
  readonly names: readonly string[];
}

async function lintFiles(paths: readonly string[], flags: LintFlags, io: Io): Promise<Linted> {
  const { loadFiles } = await import("../hosts.ts");
  const { poolFilesRead, refuseOverwriting } = await import("../refuse-overwriting.ts");
  const { countDeclared, lintDeclared } = await import("./lint-declared.ts");
  const files = loadFiles(paths, io, "may be missing");
  refuseOverwriting(poolFilesRead(files.names), flags, io);
  const hosts = files.hosts.map(({ name }) => name);
  const checked = { files: files.names.length, pools: countDeclared(files), hosts };
  const split = { kept: [], skipped: [], names: [] };
  return { findings: lintDeclared(files, hosts, flags.profile), split, checked, names: files.names };
}

async function lintHosts(paths: readonly string[], flags: LintFlags, io: Io): Promise<Linted> {
  const { countPools, eachHost, reading } = await import("../each-host.ts");
  const { splitUnreachable } = await import("../skip-unreachable.ts");
  const { inspectHost } = await import("../../engine/inspect.ts");
  const { lintPools } = await import("../../lint/lint-pools.ts");
  const results = await eachHost(await hostsOf(paths, flags, io), flags, io, {
    doing: reading,
    work: async ({ name: host, connectToRead }): Promise<LintedPool[]> => {
      const { pools } = await inspectHost(connectToRead());
      return [...pools.values()].map(({ name, settings, state }) => ({
        ...{ name, host, settings, isEffective: true, positions: {}, isStopped: state === "Stopped" },
      }));
    },
    summarize: (pools) => countPools(pools.length),
  });
  const pools = results.flatMap((result) => (result.ok ? result.value : []));
  const checked = { files: 0, pools: pools.length, hosts: results.filter(({ ok }) => ok).map(({ host }) => host) };
  const split = splitUnreachable(results, flags);
  return { findings: lintPools(pools, flags.profile), split, checked, names: [] };
}

/** A configuration file alone is a host by itself. */
async function hostsOf(paths: readonly string[], flags: LintFlags, io: Io): Promise<ChosenHost[]> {
  const { chooseHosts, hostAt, loadFiles } = await import("../hosts.ts");
  const { configFile, host } = flags;
  if (configFile !== undefined && host === undefined && paths.length === 0)
    return [hostAt(basename(configFile), { configFile }, io)];
  return chooseHosts(loadFiles(paths, io, "may be missing"), flags, io);
}
