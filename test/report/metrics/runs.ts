import { IisError } from "../../../provider/errors";
import type { HostDrift } from "../../../provider/plan/drift/drift";
import type { ListedPool } from "../../../provider/appcmd/answers/pools";
import { documentOf } from "../../../provider/report/document/document";
import type { MetricsDocument, MetricsRun } from "../../../provider/report/metrics/write-metrics";
import { workersDocument } from "../../../provider/report/write-workers";
import { hostileNames } from "../realistic-plan";
import { samples } from "../samples";

const startedAt = new Date("2026-11-30T12:00:00.000Z");

/** A run that took 2.5 s. */
export function runOf(verb: string, document: MetricsDocument | undefined, more: Partial<MetricsRun> = {}): MetricsRun {
  return {
    ...{ verb, version: "1.2.3", startedAt, endedAt: new Date(startedAt.getTime() + 2500) },
    ...{ isSuccess: true, document, ...more },
  };
}

/** A host without differences. */
export function noDrift(host: string, more: Partial<HostDrift> = {}): HostDrift {
  return {
    host,
    pools: 1,
    declared: [],
    undeclared: [],
    unknownPools: [],
    unknownSettings: [],
    suppressed: [],
    ...more,
  };
}

/** Names that a server or a file may have, and that a text format could take for its own signs. */
export const awkwardNames = [
  ...hostileNames,
  'quote"back\\slash',
  "ends with \\",
  "line\nbreak",
  "##[error]",
  "a,b={c}",
  "ä→😀",
];

/** A run of every verb, with awkward names among the servers and pools. */
export const runs: readonly MetricsRun[] = [
  runOf("drift", documentOf(samples.drift)),
  runOf("apply", documentOf(samples.apply)),
  runOf("apply", documentOf(samples.plan), { isSuccess: false }),
  runOf("drift", undefined, { isSuccess: false }),
  runOf("agent", documentOf(samples.drift), { bundleAgeSeconds: 86_400 }),
  runOf(
    "drift",
    documentOf({
      kind: "drift",
      hosts: awkwardNames.map((host) => ({ host, ok: true, value: noDrift(host, { unknownPools: awkwardNames }) })),
    }),
  ),
  runOf(
    "ps",
    workersDocument([
      { host: "web-01", ok: true, value: { host: "web-01", pools: statesOf(awkwardNames), workers: [] } },
      { host: "web-02", ok: false, error: new IisError("UNREACHABLE", { host: "web-02", problem: "no answer" }) },
    ]),
  ),
];

function statesOf(names: readonly string[]): ListedPool[] {
  return names.map((name, index) => ({ name, state: index % 2 === 0 ? "Started" : "Unknown", settings: {} }));
}
