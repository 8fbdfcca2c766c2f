import { withLock } from "../config/commit";
import type { Pool } from "../config/objects";
import type { World } from "../world";
import {
  configuredState,
  drain,
  isServing,
  listWorkers,
  poolState,
  type PoolState,
  type Runtime,
  stillDraining,
} from "./workers";

/** How long one process waits for another that is writing the runtime file. */
const patience = 5_000;

/** Reads the runtime file beside a configuration; without one every pool has the state of its autoStart. */
export function readRuntime(world: World, configPath: string): Runtime {
  const text = world.files.read(runtimePath(configPath))?.toString("utf8");
  const { states = {}, recycles = {}, draining = [] } = text === undefined ? {} : (JSON.parse(text) as RuntimeFile);
  return { states: new Map(Object.entries(states)), recycles: new Map(Object.entries(recycles)), draining };
}

/** A {@link Runtime} as its file holds it. */
interface RuntimeFile {
  readonly states?: Readonly<Record<string, PoolState>>;
  readonly recycles?: Readonly<Record<string, number>>;
  readonly draining?: Runtime["draining"];
}

function runtimeText({ states, recycles, draining = [] }: Runtime): string {
  const file: RuntimeFile = {
    ...{ states: Object.fromEntries(states), recycles: Object.fromEntries(recycles) },
    ...(draining.length > 0 && { draining }),
  };
  return `${JSON.stringify(file)}\n`;
}

/** The current state of a pool as appcmd names it: a pool whose worker processes have not ended is stopping. */
export function shownState(world: World, runtime: Runtime, pool: Pool): PoolState | "Stopping" {
  const state = poolState(runtime, pool);
  const name = pool.name.toLowerCase();
  const isLeaving = stillDraining(world, runtime).some((worker) => worker.pool.toLowerCase() === name);
  return state === "Stopped" && isLeaving ? "Stopping" : state;
}

/** Starts or stops a pool. */
export function setPoolState(
  world: World,
  configPath: string,
  pools: readonly Pool[],
  pool: Pool,
  state: PoolState,
): void {
  const name = pool.name.toLowerCase();
  update(world, configPath, pools, (runtime) => ({
    ...(state === "Started" ? renew(runtime, name) : leave(world, runtime, pools, pool)),
    states: new Map([...runtime.states, [name, state]]),
  }));
}

/** Gives a pool new worker processes. */
export function recyclePool(world: World, configPath: string, pools: readonly Pool[], pool: Pool): void {
  update(world, configPath, pools, (runtime) => renew(leave(world, runtime, pools, pool), pool.name.toLowerCase()));
}

/** The state of each pool by the configuration, recorded before an edit. */
export function configuredStates(pools: readonly Pool[]): ReadonlyMap<string, PoolState> {
  return new Map(pools.map((pool) => [pool.name.toLowerCase(), configuredState(pool)]));
}

/** Changes the runtime data, and removes entries that are no longer required. */
export function update(
  world: World,
  configPath: string,
  pools: readonly Pool[],
  change: (runtime: Runtime) => Runtime,
): void {
  const path = runtimePath(configPath);
  const done = withLock(world, path, patience, () => {
    const before = readRuntime(world, configPath);
    const after = worthRemembering(world, change(before), pools);
    const isEmpty = after.states.size + after.recycles.size + (after.draining ?? []).length === 0;
    if (isEmpty) world.files.remove(path);
    else world.files.replace(path, runtimeText(after));
  });
  if (done === undefined) throw new Error(`${path} is locked by another process`);
}

/** The next worker processes of a pool have other IDs. */
export function renew(runtime: Runtime, name: string): Runtime {
  return { ...runtime, recycles: new Map([...runtime.recycles, [name, (runtime.recycles.get(name) ?? 0) + 1]]) };
}

function leave(world: World, runtime: Runtime, pools: readonly Pool[], pool: Pool): Runtime {
  return { ...runtime, draining: drain(world, pool, listWorkers(world, runtime, pools), runtime) };
}

/** Removes states that follow from the configuration, deleted pools, and worker processes that have ended. */
function worthRemembering(world: World, runtime: Runtime, pools: readonly Pool[]): Runtime {
  const known = new Map(pools.map((pool) => [pool.name.toLowerCase(), pool]));
  const keptStates = [...runtime.states].filter(([name, state]) => {
    const pool = known.get(name);
    return pool !== undefined && configuredState(pool) !== state;
  });
  const keptRecycles = [...runtime.recycles].filter(([name]) => {
    const pool = known.get(name);
    return pool !== undefined && isServing(world, pool);
  });
  const draining = stillDraining(world, runtime).filter(({ pool }) => known.has(pool.toLowerCase()));
  return { states: new Map(keptStates), recycles: new Map(keptRecycles), draining };
}

/** The file beside a configuration with the runtime data of the service. */
export function runtimePath(configPath: string): string {
  return `${configPath}.runtime.json`;
}
