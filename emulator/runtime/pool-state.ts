import { type Pool, poolValue } from "../config/pools";
import type { Worker } from "./workers";

/** State that a pool is brought into. */
export type PoolState = "Started" | "Stopped";

/** A worker process that was replaced or stopped, and finishes what it has begun. */
export interface Draining extends Worker {
  /** When it ends, in milliseconds. */
  readonly until: number;
}

/** What the service remembers beyond the configuration; names of pools in lower case. */
export interface Runtime {
  /** Pools whose state is not the one that their autoStart gives. */
  readonly states: ReadonlyMap<string, PoolState>;
  /** How often the worker processes of a pool were replaced. */
  readonly recycles: ReadonlyMap<string, number>;
  /** Worker processes that were replaced or stopped and had not ended when this was written. */
  readonly draining?: readonly Draining[];
}

/** State that a pool is in, or on its way to. */
export function poolState(runtime: Runtime, pool: Pool): PoolState {
  return runtime.states.get(pool.name.toLowerCase()) ?? configuredState(pool);
}

/** State that the configuration gives a pool when the service starts. */
export function configuredState(pool: Pool): PoolState {
  return poolValue(pool, "autoStart") === "true" ? "Started" : "Stopped";
}
