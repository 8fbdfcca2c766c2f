import { listWorkers } from "../appcmd/command";
import type { ListedWorker } from "../appcmd/listed-pool";
import { poolKey } from "../name-keys";
import { parseWorkers } from "../appcmd/parse-workers";
import type { HostWorkers } from "../plan/host-workers";
import type { Transport } from "../transport/transport";
import { inspectHost, readAnswer } from "./inspect";

/**
 * The worker processes of a host. An answer without a word is asked for again: so may end a list of none, and a process
 * that was killed.
 *
 * @throws IisError `APPCMD_FAILED` also where the service WAS does not run (50), `UNREADABLE_OUTPUT`, `NO_APPCMD`
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
