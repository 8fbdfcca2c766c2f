import { type Pool, poolValue, valueAtPath } from "../config/objects";
import { parseTimeSpan } from "../value/normalize";
import type { World } from "../world";

/** A requested state of a pool. */
export type PoolState = "Started" | "Stopped";

/** A worker process that was replaced or stopped, and finishes its requests. */
export interface Draining extends Worker {
  /** When it ends, in milliseconds. */
  readonly until: number;
}

/** The runtime data of the service besides the configuration; names of pools in lower case. */
export interface Runtime {
  /** Pools whose state is not that of their autoStart. */
  readonly states: ReadonlyMap<string, PoolState>;
  /** How often the worker processes of a pool were replaced. */
  readonly recycles: ReadonlyMap<string, number>;
  /** Worker processes that were replaced or stopped, but had not ended when this was written. */
  readonly draining?: readonly Draining[];
}

/** The state that a pool has or is changing to. */
export function poolState(runtime: Runtime, pool: Pool): PoolState {
  return runtime.states.get(pool.name.toLowerCase()) ?? configuredState(pool);
}

/** The state that the configuration gives a pool when the service starts. */
export function configuredState(pool: Pool): PoolState {
  return poolValue(pool, "autoStart") === "true" ? "Started" : "Stopped";
}

/** One worker process. */
export interface Worker {
  readonly pid: number;
  readonly pool: string;
}

/** The maximum number of worker processes that are shown of one pool. */
const largestGarden = 64;

/**
 * The current worker processes, draining ones first: for each started pool that has any, as many as maxProcesses
 * states. The same state gives the same IDs.
 */
export function listWorkers(world: World, runtime: Runtime, pools: readonly Pool[]): Worker[] {
  const old = stillDraining(world, runtime);
  const taken = new Set(old.map(({ pid }) => pid));
  return pools.flatMap((pool) => {
    const leaving = old.filter(({ pool: name }) => isSame(name, pool.name));
    const isWaiting = leaving.length > 0 && isAlone(pool);
    const current = hasWorkers(world, runtime, pool) && !isWaiting ? numbersOf(runtime, pool, taken) : [];
    return [...leaving.map(({ pid }) => pid), ...current].map((pid) => ({ pid, pool: pool.name }));
  });
}

/** Earlier worker processes that have not ended yet. */
export function stillDraining(world: World, { draining = [] }: Runtime): readonly Draining[] {
  return draining.filter(({ until }) => until > world.now());
}

/** The draining worker processes of a pool that is deleted or replaced, as `listWorkers` showed them. */
export function drain(world: World, pool: Pool, workers: readonly Worker[], runtime: Runtime): readonly Draining[] {
  const old = stillDraining(world, runtime);
  const until = world.now() + drainTime(world, pool);
  const leaving = workers.filter(
    ({ pid, pool: name }) => isSame(name, pool.name) && !old.some((other) => other.pid === pid),
  );
  return [...old, ...leaving.map((worker) => ({ ...worker, until }))].filter((one) => one.until > world.now());
}

/** Whether a pool can have worker processes: it is always running, or it receives requests. */
export function isServing(world: World, pool: Pool): boolean {
  if (poolValue(pool, "startMode") === "AlwaysRunning") return true;
  const names = (world.env["APPCMD_EMULATOR_SERVING"] ?? "").split(",").map((name) => name.trim());
  return names.some((name) => name === "*" || (name !== "" && isSame(name, pool.name)));
}

function hasWorkers(world: World, runtime: Runtime, pool: Pool): boolean {
  return isServing(world, pool) && poolState(runtime, pool) === "Started";
}

/** Whether its old worker process must end before the new one starts. */
function isAlone(pool: Pool): boolean {
  return valueAtPath(pool, "recycling.disallowOverlappingRotation") === "true";
}

/** The injected time, but at most shutdownTimeLimit, when IIS ends it. */
function drainTime(world: World, pool: Pool): number {
  const ordered = Number(world.env["APPCMD_EMULATOR_DRAIN_MS"] ?? 0);
  const limit = parseTimeSpan(valueAtPath(pool, "processModel.shutdownTimeLimit") ?? "") ?? 0;
  return Math.min(ordered, limit * 1_000);
}

function numbersOf(runtime: Runtime, pool: Pool, taken: Set<number>): number[] {
  const size = Math.min(Math.max(Number(valueAtPath(pool, "processModel.maxProcesses") ?? 1), 1), largestGarden);
  const generation = runtime.recycles.get(pool.name.toLowerCase()) ?? 0;
  return Array.from({ length: size }, (_, index) => {
    let pid = basePid(`${pool.name.toLowerCase()} ${generation}${index === 0 ? "" : ` ${index}`}`);
    while (taken.has(pid)) pid += 4;
    taken.add(pid);
    return pid;
  });
}

/** Multiples of 4, as on Windows; enough of them that pools rarely have the same IDs. */
function basePid(text: string): number {
  let hash = 2_166_136_261;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 16_777_619) >>> 0;
  return 1_000 + (hash % 250_000) * 4;
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
