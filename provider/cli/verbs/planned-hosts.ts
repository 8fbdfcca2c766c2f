import { type PlannedHost, type PlanOptions, prepareHost } from "../../engine/prepare";
import { desiredOn, type DesiredOptions } from "../../plan/change/desired";
import type { HostPlan, HostResult } from "../../plan/results";
import type { ShardPart } from "../../plan/shard";
import type { PoolFiles } from "../../pool-file/pool-file";
import { plural } from "../../text";
import { eachHost, reading } from "../each-host";
import type { ChosenHost } from "../hosts";
import type { Io } from "../io";

/** Hosts to change, none of which has been read. */
export interface ApplyInput {
  readonly hosts: readonly ChosenHost[];
  /** Undefined for a saved plan. */
  readonly files?: PoolFiles;
  /** Where the hosts are among those of all shards; undefined without shards. */
  readonly shard?: ShardPart | undefined;
  /** The names of all hosts, also of other shards. Default: those of the files. */
  readonly fleet?: readonly string[];
  /** Reads the hosts and plans their changes; one result for each host, in the same order. */
  readonly read: () => Promise<readonly HostResult<PlannedHost>[]>;
}

/** Reads every host and plans its changes. */
export function planHosts(
  hosts: readonly ChosenHost[],
  files: PoolFiles,
  options: PlanOptions & DesiredOptions & { readonly parallel: number },
  io: Io,
): Promise<HostResult<PlannedHost>[]> {
  const { prune = false, explicit = false, checkPasswords = false } = options;
  return eachHost(hosts, options, io, {
    doing: reading,
    work: ({ name, connectToRead }) =>
      prepareHost(connectToRead(), desiredOn(files, name, { checkPasswords }), { prune, explicit }),
    summarize: summarizePlan,
  });
}

/** The plan of a host in a few words: `14 pools, 3 differ`. */
export function summarizePlan({ plan }: PlannedHost): string {
  return `${plural(plan.pools, "pool", "pools")}, ${plural(plan.changes.length, "differs", "differ")}`;
}

/** The plan of a host without the requests. */
export function onlyPlan(result: HostResult<PlannedHost>): HostResult<HostPlan> {
  return result.ok ? { ...result, value: result.value.plan } : result;
}

/** Whether a host has anything to change. */
export function differs(result: HostResult<PlannedHost>): boolean {
  return result.ok && result.value.requests.length > 0;
}
