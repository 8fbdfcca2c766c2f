import { basename } from "node:path";
import type { IisError } from "../../errors";
import type { LintFinding } from "../../lint/rule";
import type { LintedPool } from "../../lint/lint-pools";
import type { CheckedCounts } from "../../report/report";
import type { ChosenHost } from "../hosts";
import type { Io } from "../io";
import { choiceOption } from "../option-values";
import { addFiles, addHostOptions, addReportOptions, type HostOptions, type ReportFlags } from "../options";
import { concludeWith } from "../failure";
import { exitCodes } from "../outcome";
import { defineVerb } from "../verb";

/** The profiles of provider/lint/rule.ts, which is not loaded for that. */
const profiles = ["recommended", "stig"] as const;

/** The options of `lint`. */
interface LintFlags extends HostOptions, ReportFlags {
  readonly profile: (typeof profiles)[number];
}

/** `iispools lint`: risky settings in the files, or on hosts. */
export const lintVerb = defineVerb<[string[]], LintFlags>({
  define: (command) => {
    addFiles(command).addOption(choiceOption("--profile <name>", "rules for everyone, or of DISA's STIG", profiles));
    addReportOptions(addHostOptions(command));
  },
  examples: [
    ["iispools lint", "the pools as declared in the files"],
    ["iispools lint --host web-01", "the values in force on web-01"],
    ["iispools lint --config-file applicationHost.config --profile stig"],
  ],
  exits: "0 no lint error, 1 lint error or other error, 130 interrupted",
  run: async ([paths], flags, io) => {
    const { writeOut } = await import("../write-out.ts");
    const isLive = flags.host !== undefined || flags.configFile !== undefined;
    const { findings, errors, checked, names } = await (isLive ? lintHosts : lintFiles)(paths, flags, io);
    const isRisky = findings.some(({ severity }) => severity === "error");
    const exitCode = concludeWith(io, errors, isRisky ? exitCodes.error : exitCodes.ok);
    writeOut({ kind: "lint", findings, faults: [], checked }, names, flags, io);
    return exitCode;
  },
});

interface Linted {
  readonly findings: readonly LintFinding[];
  readonly errors: readonly IisError[];
  readonly checked: CheckedCounts;
  /** The pool files. */
  readonly names: readonly string[];
}

async function lintFiles(paths: readonly string[], { profile }: LintFlags, io: Io): Promise<Linted> {
  const { loadFiles } = await import("../hosts.ts");
  const { countDeclared, lintDeclared } = await import("./lint-declared.ts");
  const files = loadFiles(paths, io, "may be missing");
  const hosts = files.hosts.map(({ name }) => name);
  const checked = { files: files.names.length, pools: countDeclared(files), hosts: hosts.length };
  return { findings: lintDeclared(files, hosts, profile), errors: [], checked, names: files.names };
}

async function lintHosts(paths: readonly string[], flags: LintFlags, io: Io): Promise<Linted> {
  const { countPools, eachHost, errorsOf, reading } = await import("../each-host.ts");
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
  const checked = { files: 0, pools: pools.length, hosts: results.filter(({ ok }) => ok).length };
  return { findings: lintPools(pools, flags.profile), errors: errorsOf(results), checked, names: [] };
}

/** A configuration file alone is a host by itself. */
async function hostsOf(paths: readonly string[], flags: LintFlags, io: Io): Promise<ChosenHost[]> {
  const { chooseHosts, hostAt, loadFiles } = await import("../hosts.ts");
  const { configFile, host } = flags;
  if (configFile !== undefined && host === undefined && paths.length === 0)
    return [hostAt(basename(configFile), { configFile }, io)];
  return chooseHosts(loadFiles(paths, io, "may be missing"), flags, io);
}
