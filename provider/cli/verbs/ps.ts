import type { HostResult, HostWorkers } from "../../plan/results";
import { plural } from "../../text";
import {
  addLiveHostOptions,
  addMetrics,
  addShard,
  addSkipUnreachable,
  addTextOrJson,
  type LiveHostOptions,
  type TextOrJson,
} from "../options";
import { Failure } from "../failure";
import type { MetricsFlags } from "../metrics";
import type { SkipFlags } from "../skip-unreachable";
import { defineVerb } from "../verb";

/** `iispools ps`: the worker processes of hosts. */
export const psVerb = defineVerb<[string[]], LiveHostOptions & TextOrJson & SkipFlags & MetricsFlags>({
  define: (command) =>
    addMetrics(
      addTextOrJson(
        addSkipUnreachable(addShard(addLiveHostOptions(command.argument("[pools...]", "only these pools")))),
      ),
    ),
  examples: [
    ["iispools ps", "this machine, or the hosts of pools.yaml"],
    ["iispools ps Shop Jobs"],
    ["iispools ps Shop --host web-01 --format json"],
  ],
  exits: "0 done, 1 error, 3 skipped, 130 interrupted",
  run: async ([names], flags, io) => {
    const { countPools } = await import("../each-host.ts");
    const { showHosts } = await import("../show-hosts.ts");
    const { listHostWorkers } = await import("../../engine/verbs/drift-host.ts");
    const { withMetrics } = await import("../metrics.ts");
    const { workersDocument, writeWorkers } = await import("../../report/write-workers.ts");
    const only = names.length === 0 ? undefined : await poolChoice(names, flags.shard !== undefined);
    return withMetrics("ps", flags, io, (record) =>
      showHosts(flags, io, {
        work: ({ connectToRead }) => listHostWorkers(connectToRead()),
        summarize: ({ pools, workers }) =>
          pools.length === 0 ? countPools(0) : plural(workers.length, "worker process", "worker processes"),
        write: (results, format) => {
          const chosen = only?.(results) ?? results;
          record({ document: () => workersDocument(chosen) });
          return writeWorkers(chosen, format);
        },
      }),
    );
  },
});

type Workers = readonly HostResult<HostWorkers>[];

/**
 * Keeps only pools of these names. The function throws a Failure for a pool that no host has. It may be missing on some hosts, so with a
 * shard on all of its hosts.
 */
async function poolChoice(names: readonly string[], isShard: boolean): Promise<(results: Workers) => Workers> {
  const { poolKey } = await import("../../names.ts");
  const { choosePools } = await import("../../plan/choose-pools.ts");
  const { pidsOf } = await import("../../plan/results.ts");
  return (results) => {
    const choices = results.flatMap((result) =>
      result.ok ? [choosePools(result.host, result.value.pools, names)] : [],
    );
    const isMissingEverywhere =
      !isShard &&
      choices.length > 0 &&
      names.some((name) => choices.every(({ pools }) => !pools.some((pool) => poolKey(pool.name) === poolKey(name))));
    if (isMissingEverywhere) throw new Failure(choices.flatMap(({ refusals }) => refusals));
    return results.map((result) => {
      if (!result.ok) return result;
      const { host, pools, workers } = result.value;
      const kept = choosePools(host, pools, names).pools;
      const pids = kept.flatMap(({ name }) => pidsOf(workers, name));
      return { ...result, value: { host, pools: kept, workers: workers.filter(({ pid }) => pids.includes(pid)) } };
    });
  };
}
