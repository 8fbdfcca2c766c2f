import { type Pool, valueAtPath } from "../config/objects";
import { faultArgument } from "../faults";
import { effectiveNode, formatNode } from "../output/nodes";
import type { World } from "../world";
import { configuredStates, readRuntime, renew, runtimePath, update } from "./runtime-state";
import { drain, listWorkers, type PoolState, type Runtime, type Worker } from "./workers";

/** When each new pool was created, in milliseconds, by its name in lower case. */
type Created = ReadonlyMap<string, number>;

/**
 * For the fault `fresh:MS:FILE`: records in FILE which pools a commit has created, so that the service can be as slow
 * as the real one to know them.
 */
export function noteFreshPools(world: World, before: Iterable<string>, after: Iterable<string>): void {
  const order = readOrder(world);
  if (order === undefined) return;
  const old = new Set(before);
  const created = [...after].filter((name) => !old.has(name)).map((name) => [name, world.now()] as const);
  world.files.replace(order.file, JSON.stringify(Object.fromEntries([...order.created, ...created])));
}

/** Whether the service does not know a pool yet. */
export function isFresh(world: World, pool: string): boolean {
  const order = readOrder(world);
  const time = order?.created.get(pool.toLowerCase());
  return order !== undefined && time !== undefined && world.now() - time < order.milliseconds;
}

function readOrder(world: World): { milliseconds: number; file: string; created: Created } | undefined {
  const match = /^(\d+):(.+)$/.exec(faultArgument(world, "fresh") ?? "");
  if (match?.[2] === undefined) return undefined;
  const text = world.files.read(match[2])?.toString("utf8");
  return {
    milliseconds: Number(match[1]),
    file: match[2],
    created: new Map(text === undefined ? [] : Object.entries(JSON.parse(text) as Record<string, number>)),
  };
}

/** The running pools before an edit. */
export interface Running {
  readonly states: ReadonlyMap<string, PoolState>;
  readonly workers: readonly Worker[];
  /** For each pool with worker processes, by its name in lower case: its effective settings except autoStart. */
  readonly settings: ReadonlyMap<string, string>;
}

/** Records the running pools, before an edit of the working copy. */
export function noteRunning(world: World, configPath: string, pools: readonly Pool[]): Running {
  const workers = listWorkers(world, readRuntime(world, configPath), pools);
  const names = new Set(workers.map(({ pool }) => pool));
  const running = pools.filter(({ name }) => names.has(name));
  return {
    states: configuredStates(pools),
    workers,
    settings: new Map(running.map((pool) => [pool.name.toLowerCase(), settingsOf(pool)])),
  };
}

/**
 * The effect of a commit on running pools. Every pool keeps its state: a changed autoStart has an effect only when the
 * service starts. Pools with other changed settings are recycled, unless disallowRotationOnConfigChange was and is
 * true.
 */
export function followCommit(world: World, configPath: string, before: Running, pools: readonly Pool[]): void {
  const after = configuredStates(pools);
  const changed = pools.filter((pool) => {
    const settings = before.settings.get(pool.name.toLowerCase());
    return settings !== undefined && settings !== settingsOf(pool);
  });
  const hasChanges = changed.length > 0 || [...before.states].some(([name, state]) => after.get(name) !== state);
  if (!hasChanges && world.files.read(runtimePath(configPath)) === undefined) return;
  update(world, configPath, pools, (runtime) =>
    changed.reduce<Runtime>(
      (sum, pool) => renew({ ...sum, draining: drain(world, pool, before.workers, sum) }, pool.name.toLowerCase()),
      {
        ...runtime,
        states: new Map([...before.states].map(([name, state]) => [name, runtime.states.get(name) ?? state])),
      },
    ),
  );
}

/** The settings whose change recycles a running pool. */
function settingsOf(pool: Pool): string {
  if (valueAtPath(pool, "recycling.disallowRotationOnConfigChange") === "true") return "kept";
  const node = effectiveNode(pool);
  return formatNode({ ...node, attributes: node.attributes.filter(([name]) => name !== "autoStart") }, undefined);
}
