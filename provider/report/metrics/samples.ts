import type { DriftHostJson, DriftReport } from "../schema/change-reports";
import type { WorkersReport } from "../schema/live-reports";
import type { EntryJson } from "../schema/parts";
import type { FilledFamily, Sample } from "./exposition";
import { type driftKindMeanings, metricFamilies, poolStates } from "./families";

type DriftKind = keyof typeof driftKindMeanings;

/** The differences of each host that could be read. A host always has a series without a pool, so that its sum can become 0. */
export function driftSamples({ hosts }: DriftReport, verb: string): FilledFamily[] {
  const read = hosts.flatMap((host) => (host.ok ? [host] : []));
  const settings = read.flatMap((drift): Sample[] => {
    const { host } = drift;
    return [
      [[host, "", "", verb], 0],
      ...countsByPool(drift).map(([pool, kind, count]): Sample => [[host, pool, kind, verb], count]),
    ];
  });
  const ignored = read.map(({ host, counts }): Sample => [[host, verb], counts.suppressed]);
  return [
    [metricFamilies.driftSettings, settings],
    [metricFamilies.driftIgnored, ignored],
  ];
}

/** What exit code 2 is about: without ignored differences, and without settings that this version does not know. */
function countsByPool({ declared, undeclared, unknownPools }: DriftHostJson): [string, DriftKind, number][] {
  return [
    ...declared.map(declaredCount),
    ...undeclared.map(({ pool, settings }): [string, DriftKind, number] => [pool, "undeclared", settings.length]),
    ...unknownPools.map(({ pool }): [string, DriftKind, number] => [pool, "undeclared_pool", 1]),
  ];
}

function declaredCount({ pool, action, settings }: EntryJson): [string, DriftKind, number] {
  if (action === "update") return [pool, "changed", settings.length];
  return [pool, action === "delete" ? "unwanted_pool" : "missing_pool", 1];
}

/** The state of every pool, a series for each state. */
export function stateSamples({ hosts }: WorkersReport, verb: string): FilledFamily {
  const samples = hosts.flatMap((host) =>
    host.ok
      ? host.pools.flatMap(({ pool, state: now }) =>
          poolStates.map((state): Sample => [[host.host, pool, state, verb], Number(now.toLowerCase() === state)]),
        )
      : [],
  );
  return [metricFamilies.poolState, samples];
}
