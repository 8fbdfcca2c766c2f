import { onEachHost } from "../../engine/hosts";
import { listHostWorkers } from "../../engine/verbs/drift-host";
import { poolKey } from "../../names";
import { choosePools } from "../../plan/choose-pools";
import type { HostResult } from "../../plan/results";
import { type HostWorkers, pidsOf } from "../../plan/results";
import { plural } from "../../text";
import { writeWorkers } from "../../report/write-workers";
import { chooseLiveHosts } from "../hosts";
import { Failure, printProblems } from "../outcome";
import { type ExitCode, exitCodeOf } from "../outcome";
import type { Io } from "../io";
import { countPools, withProgress } from "../progress";
import type { PsFlags } from "./ps";

/** Carries out `iispools ps`. @throws Failure, IisError */
export async function runPs(names: readonly string[], flags: PsFlags, io: Io): Promise<ExitCode> {
  const hosts = chooseLiveHosts(flags, io);
  const isAlone = hosts.length === 1 || flags.parallel === 1;
  const seen = await onEachHost(hosts, flags.parallel, ({ name, connectToRead }) =>
    withProgress(
      io,
      { host: name, doing: "reading", isAlone },
      () => listHostWorkers(connectToRead()),
      ({ pools, workers }) =>
        pools.length === 0 ? countPools(0) : plural(workers.length, "worker process", "worker processes"),
    ),
  );
  const results = names.length === 0 ? seen : onlyPools(seen, names);
  io.stdout.write(writeWorkers(results, flags.format));
  const errors = results.flatMap((result) => (result.ok ? [] : [result.error]));
  printProblems(io, errors);
  return exitCodeOf(errors);
}

/** A host that does not have a pool is a wrong call only where no host has it. */
function onlyPools(results: readonly HostResult<HostWorkers>[], names: readonly string[]): HostResult<HostWorkers>[] {
  const choices = results.flatMap((result) => (result.ok ? [choosePools(result.host, result.value.pools, names)] : []));
  const isMissingEverywhere =
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
}
