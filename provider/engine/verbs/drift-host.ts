import { parseWorkers } from "../../appcmd/answers/others";
import type { ListedWorker } from "../../appcmd/answers/pools";
import { listWorkers } from "../../appcmd/command";
import { poolKey } from "../../names";
import type { DesiredHost } from "../../plan/change/desired";
import type { HostDrift } from "../../plan/drift/drift";
import { findDrift } from "../../plan/drift/find-drift";
import { type ImportedHost, importPools } from "../../plan/import/import-pools";
import type { HostWorkers } from "../../plan/results";
import type { Transport } from "../../transport/transport";
import { needsOf } from "../apply/request";
import { inspectHost, readAnswer } from "../inspect";

/**
 * The differences between a host and the desired side. Two reads: the pools, and the explicit values.
 *
 * @throws IisError `APPCMD_FAILED`, `UNREADABLE_OUTPUT`, `NO_APPCMD`
 */
export async function driftHost(transport: Transport, desiredHost: DesiredHost): Promise<HostDrift> {
  const live = await inspectHost(transport, (pools) => ({ ...needsOf(desiredHost.desired, pools), explicit: true }));
  const { warnings } = transport;
  return { ...findDrift(desiredHost, live), ...(warnings !== undefined && { warnings }) };
}

/**
 * The explicit settings of a host, as declarations that change nothing there; two reads.
 *
 * @throws IisError `APPCMD_FAILED`, `UNREADABLE_OUTPUT`, `NO_APPCMD`
 */
export async function importHost(transport: Transport): Promise<ImportedHost> {
  return importPools(await inspectHost(transport, { explicit: true }));
}

/**
 * The worker processes of a host. An empty output is read again: it means an empty list, or a process that was killed.
 *
 * @throws IisError `APPCMD_FAILED`, also if the service WAS does not run (50), `UNREADABLE_OUTPUT`, `NO_APPCMD`
 */
export async function readWorkers(transport: Transport): Promise<ListedWorker[]> {
  const first = await readAnswer(transport, listWorkers, parseWorkers);
  return first ?? (await readAnswer(transport, listWorkers, parseWorkers)) ?? [];
}

/** The pools of a host and their worker processes, in two reads. @throws IisError as {@link readWorkers} */
export async function listHostWorkers(transport: Transport): Promise<HostWorkers> {
  const { pools } = await inspectHost(transport);
  const workers = await readWorkers(transport);
  return {
    host: transport.host,
    pools: [...pools.values()],
    workers: workers.map(({ pid, pool }) => ({ pid, pool, state: pools.get(poolKey(pool))?.state ?? "Unknown" })),
  };
}
