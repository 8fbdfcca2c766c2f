import type { ReportDocument } from "../../report/schema/change-reports";
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
import type { MetricsFlags } from "../metrics";
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
    const { chooseHosts, loadFiles } = await import("../hosts.ts");
    const { driftHosts } = await import("./drift-hosts.ts");
    return withMetrics("drift", flags, io, (measure) =>
      withWebhook(flags, io, async (tell) => {
        const record = (document: ReportDocument): void => {
          measure({ document: () => document });
          tell(document);
        };
        const files = loadFiles(paths, io, "required");
        return driftHosts(chooseHosts(files, flags, io), files, flags, record, io);
      }),
    );
  },
});
