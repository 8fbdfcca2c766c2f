import type { ReportDocument } from "../schema/change-reports";
import type { WorkersReport } from "../schema/live-reports";
import { driftSamples, stateSamples } from "./samples";
import { metricFamilies } from "./families";
import { type FilledFamily, labelText, readCounter, type Sample, writeExposition } from "./exposition";

/** A document of which metrics can be made. Of a plan these are the servers that could be read; of one without servers, none. */
export type MetricsDocument = ReportDocument | WorkersReport;

/** A run of a verb. */
export interface MetricsRun {
  readonly verb: string;
  readonly version: string;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly isSuccess: boolean;
  /** What the run found. Without it there are no series of servers. */
  readonly document?: MetricsDocument | undefined;
  /** The age of the applied bundle, in seconds. */
  readonly bundleAgeSeconds?: number | undefined;
  /** The file that this text will replace, for its counters. Default: counters start at 0. */
  readonly earlier?: string | undefined;
}

/** Whether a text is of {@link writeMetrics}, so that another may take its place. */
export function isMetrics(text: string): boolean {
  return text === "" || text.startsWith(`# HELP ${metricFamilies.build.name} `);
}

/** The metrics of a run, as {@link writeExposition} writes them: no values of settings, no texts of errors, no secrets. */
export function writeMetrics(run: MetricsRun): string {
  const { verb, version, startedAt, endedAt, isSuccess, document, bundleAgeSeconds, earlier = "" } = run;
  const { build, timestamp, success, duration, hostUp, changes, bundleAge } = metricFamilies;
  const hosts = document !== undefined && "hosts" in document ? document.hosts : [];
  const up = hosts.map(({ host, ok }): Sample => [[host, verb], Number(ok)]);
  const families: readonly FilledFamily[] = [
    [build, [[[version, verb], 1]]],
    [timestamp, [[[verb], endedAt.getTime() / 1000]]],
    [success, [[[verb], Number(isSuccess)]]],
    [duration, [[[verb], Math.max(0, endedAt.getTime() - startedAt.getTime()) / 1000]]],
    [bundleAge, bundleAgeSeconds === undefined ? [] : [[[verb], bundleAgeSeconds]]],
    [hostUp, up],
    ...(document?.schema === "iispools.drift/1" ? driftSamples(document, verb) : []),
    ...(document?.schema === "iispools.workers/1" ? [stateSamples(document, verb)] : []),
    [changes, changeSamples(run, readCounter(changes, "host", earlier))],
  ];
  return writeExposition(families);
}

/** The counts go on, also of servers that this run did not work on: a counter that disappears loses its increase. */
function changeSamples({ document, verb }: MetricsRun, before: ReadonlyMap<string, number>): Sample[] {
  const totals = new Map(before);
  if (document?.schema === "iispools.apply/1") {
    for (const host of document.hosts) {
      const name = labelText(host.host);
      totals.set(name, (totals.get(name) ?? 0) + (host.ok ? host.counts.applied : 0));
    }
  }
  return [...totals].map(([host, total]) => [[host, verb], total]);
}
