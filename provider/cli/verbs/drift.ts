import type { HostDrift } from "../../plan/drift/drift";
import type { ReportDocument } from "../../report/schema/change-reports";
import { plural } from "../../text";
import {
  addCompareOptions,
  addFiles,
  addHostOptions,
  addMetrics,
  addReportOptions,
  addShard,
  addSkipUnreachable,
  addWebhook,
  type CompareFlags,
  type HostOptions,
  type ReportFlags,
} from "../options";
import type { Io } from "../io";
import type { MetricsFlags } from "../metrics";
import { type ExitCode, exitCodes } from "../outcome";
import type { SkipFlags } from "../skip-unreachable";
import { defineVerb } from "../verb";
import type { WebhookFlags } from "../webhook/webhook";

/** The options of `drift`. */
type DriftFlags = HostOptions & ReportFlags & CompareFlags & SkipFlags & MetricsFlags & WebhookFlags;

/** `iispools drift`: how the hosts differ from the files. */
export const driftVerb = defineVerb<[string[]], DriftFlags>({
  define: (command) => {
    addCompareOptions(addFiles(command));
    addWebhook(addMetrics(addReportOptions(addSkipUnreachable(addShard(addHostOptions(command))))));
  },
  examples: [
    ["iispools drift", "pools.yaml or pools/"],
    ["iispools drift --host web-01 --format junit --output drift.xml"],
    ["iispools drift --config-file applicationHost.config"],
  ],
  exits: "0 no difference, 1 error, 2 differences, 3 skipped, 130 interrupted",
  run: async ([paths], flags, io) => {
    const { withMetrics } = await import("../metrics.ts");
    const { withWebhook } = await import("../webhook/webhook.ts");
    return withMetrics("drift", flags, io, (measure) =>
      withWebhook(flags, io, (tell) => {
        const record = (document: ReportDocument): void => {
          measure({ document: () => document });
          tell(document);
        };
        return drift(paths, flags, record, io);
      }),
    );
  },
});

async function drift(
  paths: readonly string[],
  flags: DriftFlags,
  record: (document: ReportDocument) => void,
  io: Io,
): Promise<ExitCode> {
  const { chooseHosts, loadFiles, shardPart } = await import("../hosts.ts");
  const { eachHost, errorsOf, reading } = await import("../each-host.ts");
  const { driftHost } = await import("../../engine/verbs/drift-host.ts");
  const { desiredOn } = await import("../../plan/change/desired.ts");
  const { documentOf } = await import("../../report/document/document.ts");
  const { madeOf } = await import("../made.ts");
  const { concludeSplit, skippedNames, splitUnreachable } = await import("../skip-unreachable.ts");
  const { writeDocument } = await import("../write-out.ts");
  const files = loadFiles(paths, io, "required");
  const hosts = chooseHosts(files, flags, io);
  const results = await eachHost(hosts, flags, io, {
    doing: reading,
    work: ({ name, connectToRead }) => driftHost(connectToRead(), desiredOn(files, name, flags)),
    summarize: (found) =>
      `${plural(found.pools, "pool", "pools")}, ${plural(countDifferences(found), "difference", "differences")}`,
  });
  const split = splitUnreachable(results, flags);
  const part = shardPart(files.hosts, hosts, flags);
  const report = { kind: "drift", hosts: results, ...skippedNames(split), ...part } as const;
  const document = documentOf(report, madeOf(files.names, io.place));
  record(document);
  const isShown = writeDocument(document, flags, io);
  const isDifferent = results.some((result) => result.ok && countDifferences(result.value) > 0);
  return concludeSplit(io, split, errorsOf(split.kept), isDifferent ? exitCodes.differs : exitCodes.ok, isShown);
}

/** Without what an ignore rule is about, and without attributes that this package does not know. */
function countDifferences({ declared, undeclared, unknownPools }: HostDrift): number {
  return declared.length + undeclared.length + unknownPools.length;
}
