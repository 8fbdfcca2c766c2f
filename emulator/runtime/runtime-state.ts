import { withLock } from "../config/file-lock";
import { type Pool, poolValue } from "../config/pools";
import type { World } from "../world";

/** State of a pool as appcmd names it. */
export type PoolState = "Started" | "Stopped";

/** What the service remembers beyond the configuration; names of pools in lower case. */
export interface Runtime {
  /** Pools whose state is not the one that their autoStart gives. */
  readonly states: Readonly<Record<string, PoolState>>;
  /** How often the worker process of a pool was replaced. */
  readonly recycles: Readonly<Record<string, number>>;
}

/** One worker process. */
export interface Worker {
  readonly pid: number;
  readonly pool: string;
}

/** How long one process waits for another that is writing the runtime file. */
const patience = 5_000;

/** Reads the runtime file beside a configuration; without one every pool is as its autoStart says. */
export function readRuntime(world: World, configPath: string): Runtime {
  const text = world.files.read(runtimePath(configPath))?.toString("utf8");
  return text === undefined ? { states: {}, recycles: {} } : (JSON.parse(text) as Runtime);
}

/** State of a pool now. */
export function poolState(runtime: Runtime, pool: Pool): PoolState {
  return runtime.states[pool.name.toLowerCase()] ?? configuredState(pool);
}

/** The worker processes now: one of each started pool whose startMode is AlwaysRunning. Same state, same numbers. */
export function listWorkers(runtime: Runtime, pools: readonly Pool[]): Worker[] {
  const taken = new Set<number>();
  return pools
    .filter((pool) => hasWorker(runtime, pool))
    .map((pool) => {
      let pid = basePid(`${pool.name.toLowerCase()} ${runtime.recycles[pool.name.toLowerCase()] ?? 0}`);
      while (taken.has(pid)) pid += 4;
      taken.add(pid);
      return { pid, pool: pool.name };
    });
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
    states: { ...runtime.states, [name]: state },
    recycles: state === "Started" ? replaced(runtime, name) : runtime.recycles,
  }));
}

/** Gives a pool a new worker process. */
export function recyclePool(world: World, configPath: string, pools: readonly Pool[], pool: Pool): void {
  update(world, configPath, pools, (runtime) => ({ ...runtime, recycles: replaced(runtime, pool.name.toLowerCase()) }));
}

/** The state that the configuration gives each pool, noted before an edit. */
export function configuredStates(pools: readonly Pool[]): ReadonlyMap<string, PoolState> {
  return new Map(pools.map((pool) => [pool.name.toLowerCase(), configuredState(pool)]));
}

/** Keeps every pool in its state across a commit: a changed autoStart only counts when the service starts the next time. */
export function keepStates(
  world: World,
  configPath: string,
  before: ReadonlyMap<string, PoolState>,
  pools: readonly Pool[],
): void {
  const after = configuredStates(pools);
  const changes = [...before].some(([name, state]) => after.get(name) !== state);
  if (!changes && world.files.read(runtimePath(configPath)) === undefined) return;
  update(world, configPath, pools, (runtime) => ({
    ...runtime,
    states: Object.fromEntries([...before].map(([name, state]) => [name, runtime.states[name] ?? state])),
  }));
}

function update(world: World, configPath: string, pools: readonly Pool[], change: (runtime: Runtime) => Runtime): void {
  const path = runtimePath(configPath);
  const done = withLock(world, path, patience, () => {
    const before = readRuntime(world, configPath);
    const after = worthRemembering(change(before), pools);
    if (Object.keys(after.states).length + Object.keys(after.recycles).length === 0) world.files.remove(path);
    else world.files.replace(path, `${JSON.stringify(after)}\n`);
  });
  if (done === undefined) throw new Error(`${path} is locked by another process`);
}

/** Drops what follows from the configuration anyway, and pools that are gone. */
function worthRemembering({ states, recycles }: Runtime, pools: readonly Pool[]): Runtime {
  const known = new Map(pools.map((pool) => [pool.name.toLowerCase(), pool]));
  const keptStates = Object.entries(states).filter(([name, state]) => {
    const pool = known.get(name);
    return pool !== undefined && configuredState(pool) !== state;
  });
  const keptRecycles = Object.entries(recycles).filter(([name]) => {
    const pool = known.get(name);
    return pool !== undefined && isAlwaysRunning(pool);
  });
  return { states: Object.fromEntries(keptStates), recycles: Object.fromEntries(keptRecycles) };
}

function replaced({ recycles }: Runtime, name: string): Record<string, number> {
  return { ...recycles, [name]: (recycles[name] ?? 0) + 1 };
}

function configuredState(pool: Pool): PoolState {
  return poolValue(pool, "autoStart") === "true" ? "Started" : "Stopped";
}

function hasWorker(runtime: Runtime, pool: Pool): boolean {
  return isAlwaysRunning(pool) && poolState(runtime, pool) === "Started";
}

function isAlwaysRunning(pool: Pool): boolean {
  return poolValue(pool, "startMode") === "AlwaysRunning";
}

function basePid(text: string): number {
  let hash = 2_166_136_261;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 16_777_619) >>> 0;
  return 1_000 + (hash % 15_000) * 4;
}

function runtimePath(configPath: string): string {
  return `${configPath}.runtime.json`;
}
