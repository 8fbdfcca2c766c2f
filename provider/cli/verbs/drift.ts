import type { HostDrift } from "../../plan/drift/drift";
import { plural } from "../../text";
import {
  addCompareOptions,
  addFiles,
  addHostOptions,
  addReportOptions,
  addSkipUnreachable,
  type CompareFlags,
  type HostOptions,
  type ReportFlags,
} from "../options";
import { exitCodes } from "../outcome";
import type { SkipFlags } from "../skip-unreachable";
import { defineVerb } from "../verb";

/** `iispools drift`: how the hosts differ from the files. */
export const driftVerb = defineVerb<[string[]], HostOptions & ReportFlags & CompareFlags & SkipFlags>({
  define: (command) => {
    addCompareOptions(addFiles(command));
    addReportOptions(addSkipUnreachable(addHostOptions(command)));
  },
  examples: [
    ["iispools drift", "pools.yaml or pools/"],
    ["iispools drift --host web-01 --format junit --output drift.xml"],
    ["iispools drift --config-file applicationHost.config"],
  ],
  exits: "0 no difference, 1 error, 2 differences, 3 skipped, 130 interrupted",
  run: async ([paths], flags, io) => {
    const { chooseHosts, loadFiles } = await import("../hosts.ts");
    const { eachHost, errorsOf, reading } = await import("../each-host.ts");
    const { driftHost } = await import("../../engine/verbs/drift-host.ts");
    const { desiredOn } = await import("../../plan/change/desired.ts");
    const { concludeSplit, skippedNames, splitUnreachable } = await import("../skip-unreachable.ts");
    const { writeOut } = await import("../write-out.ts");
    const files = loadFiles(paths, io, "required");
    const results = await eachHost(chooseHosts(files, flags, io), flags, io, {
      doing: reading,
      work: ({ name, connectToRead }) => driftHost(connectToRead(), desiredOn(files, name, flags)),
      summarize: (drift) =>
        `${plural(drift.pools, "pool", "pools")}, ${plural(countDifferences(drift), "difference", "differences")}`,
    });
    const split = splitUnreachable(results, flags);
    const report = { kind: "drift", hosts: results, ...skippedNames(split) } as const;
    const isShown = writeOut(report, files.names, flags, io);
    const isDifferent = results.some((result) => result.ok && countDifferences(result.value) > 0);
    return concludeSplit(io, split, errorsOf(split.kept), isDifferent ? exitCodes.differs : exitCodes.ok, isShown);
  },
});

/** Without what an ignore rule is about, and without attributes that this package does not know. */
function countDifferences({ declared, undeclared, unknownPools }: HostDrift): number {
  return declared.length + undeclared.length + unknownPools.length;
}
