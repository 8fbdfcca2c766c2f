import {
  addCompareOptions,
  addFiles,
  addHostOptions,
  addReportOptions,
  addShard,
  addSkipUnreachable,
  type CompareFlags,
  type HostOptions,
  type ReportFlags,
} from "../options";
import { exitCodes } from "../outcome";
import type { SkipFlags } from "../skip-unreachable";
import { defineVerb } from "../verb";

/** The options of `plan`. */
interface PlanFlags extends HostOptions, ReportFlags, CompareFlags, SkipFlags {
  readonly out?: string;
  readonly prune?: boolean;
  readonly detailedExitcode?: boolean;
}

/** `iispools plan`: what `apply` would change. */
export const planVerb = defineVerb<[string[]], PlanFlags>({
  define: (command) => {
    addFiles(command).option("--out <file>", "save the plan for apply");
    command.option("--prune", "also delete pools that are in no file");
    addCompareOptions(command).option("--detailed-exitcode", "exit with 2 if anything differs");
    addReportOptions(addSkipUnreachable(addShard(addHostOptions(command))));
  },
  examples: [
    ["iispools plan", "pools.yaml or pools/"],
    ["iispools plan pools/*.yaml --host web-01 --out plan.json"],
    ["iispools plan --format markdown --output plan.md"],
  ],
  exits: "0 done, 1 error, 2 differences if asked, 3 skipped, 130 interrupted",
  run: async ([paths], flags, io) => {
    if (flags.out !== undefined) (await import("./saved-plan.ts")).planKey(io);
    const { chooseHosts, loadFiles, pathsOrDefault } = await import("../hosts.ts");
    const { namedHosts, shardPart } = await import("../named-hosts.ts");
    const files = loadFiles(paths, io, "required");
    const hosts = chooseHosts(files, flags, io);
    const { differs, onlyPlan, planHosts } = await import("./planned-hosts.ts");
    const planning = planHosts(hosts, files, flags, io);
    // The rest is loaded while appcmd runs.
    const { planObstacles } = await import("../../engine/verbs/apply-plan.ts");
    const { lintDeclared } = await import("./lint-declared.ts");
    const { concludeSplit, skippedNames, splitUnreachable } = await import("../skip-unreachable.ts");
    const { writeOut } = await import("../write-out.ts");
    const results = await planning;
    // Of all shards: whether hosts differ in a finding, and whether pools recycle together, is a matter of all of them.
    const lint = lintDeclared(
      files,
      namedHosts(files.hosts, flags).map(({ name }) => name),
    );
    const part = shardPart(files.hosts, hosts, flags);
    const split = splitUnreachable(results, flags);
    const obstacles = planObstacles(split.kept, true);
    const hostFiles = flags.configFile === undefined ? pathsOrDefault(paths, io) : undefined;
    const nextStep =
      flags.out !== undefined && obstacles.length === 0
        ? (await import("./saved-plan.ts")).savePlan(flags.out, { hosts, hostFiles, ...part }, files, results, io)
        : "";
    const report = { kind: "plan", hosts: results.map(onlyPlan), lint, ...skippedNames(split), ...part } as const;
    const isShown = writeOut(report, files.names, flags, io);
    const isDifferent = flags.detailedExitcode === true && results.some(differs);
    const exitCode = concludeSplit(io, split, obstacles, isDifferent ? exitCodes.differs : exitCodes.ok, isShown);
    io.stderr.write(nextStep);
    return exitCode;
  },
});
