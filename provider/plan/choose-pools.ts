import type { ListedPool } from "../appcmd/answers/pools";
import { poolKey } from "../names";
import { IisError } from "../errors";
import { unknownNameFields } from "../unknown-name";
import type { HostWorkers } from "./results";

/** The requested pools, and the errors of those that cannot be used; each error names the host. */
interface ChosenPools {
  readonly pools: readonly ListedPool[];
  readonly refusals: readonly IisError[];
}

/** The pools of these names, in the given order, each once; `POOL_MISSING` for those that the host does not have. */
export function choosePools(host: string, pools: readonly ListedPool[], names: readonly string[]): ChosenPools {
  const keys = new Set(names.map(poolKey));
  const found = [...keys].map((key) => pools.find(({ name }) => poolKey(name) === key));
  const missing = names.filter((name) => pools.every((pool) => poolKey(pool.name) !== poolKey(name)));
  const known = pools.map(({ name }) => name);
  return {
    pools: found.filter((pool) => pool !== undefined),
    refusals: [...new Set(missing)].map((name) => missingPool(host, name, known)),
  };
}

/** The pool of that name; letter case is ignored. @throws IisError `POOL_MISSING`, which lists the pools of the host */
export function takePool(host: string, pools: readonly ListedPool[], name: string): ListedPool {
  const { pools: found, refusals } = choosePools(host, pools, [name]);
  const [pool] = found;
  if (pool === undefined) throw refusals[0] ?? missingPool(host, name, []);
  return pool;
}

/** The pool of the worker process with that process ID; `POOL_MISSING` if there is none. */
export function choosePoolByPid({ host, pools, workers }: HostWorkers, pid: number): ChosenPools {
  const worker = workers.find((one) => one.pid === pid);
  if (worker !== undefined) return choosePools(host, pools, [worker.pool]);
  const running = workers.map((one) => `${one.pid} (${one.pool})`).join(", ");
  const there = running === "" ? "there is no worker process at all" : `there are ${running}`;
  const problem = `no worker process has the ID ${pid}; ${there}`;
  return { pools: [], refusals: [new IisError("POOL_MISSING", { host, problem })] };
}

/** The same choice, with `POOL_STOPPED` for pools that are stopped or stopping. */
export function refuseStopped(host: string, { pools, refusals }: ChosenPools): ChosenPools {
  const isStopped = ({ state }: ListedPool): boolean => state === "Stopped" || state === "Stopping";
  const stopped = pools.filter(isStopped).map(({ name, state }) => {
    const problem = `it is ${state.toLowerCase()}, so there is nothing to recycle`;
    return new IisError("POOL_STOPPED", { host, pool: name, problem, hint: `To start it: iispools start "${name}"` });
  });
  return { pools: pools.filter((pool) => !isStopped(pool)), refusals: [...refusals, ...stopped] };
}

function missingPool(host: string, name: string, known: readonly string[]): IisError {
  const { problem, hint = "This server has no application pools" } = unknownNameFields("pool", name, known);
  return new IisError("POOL_MISSING", { host, problem, hint });
}
