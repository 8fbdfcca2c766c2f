import type { ListedPool, ListedWorker, PoolState } from "../appcmd/listed-pool";
import { poolKey } from "../name-keys";

/** A worker process with the state of its pool. */
export interface PoolWorker extends ListedWorker {
  readonly state: PoolState;
}

/** What runs on one host. */
export interface HostWorkers {
  readonly host: string;
  /** Every pool, with its worker processes or without. */
  readonly pools: readonly ListedPool[];
  readonly workers: readonly PoolWorker[];
}

/** The process ids of a pool's worker processes, in ascending order. */
export function pidsOf(workers: readonly ListedWorker[], pool: string): number[] {
  return workers
    .filter((worker) => poolKey(worker.pool) === poolKey(pool))
    .map(({ pid }) => pid)
    .sort((a, b) => a - b);
}
