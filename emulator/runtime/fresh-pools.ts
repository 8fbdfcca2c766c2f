import { faultArgument } from "../faults";
import type { World } from "../world";

/** When each new pool was made, in milliseconds, by its name in lower case. */
type Created = ReadonlyMap<string, number>;

/**
 * For the fault `fresh:MS:FILE`: notes in FILE which pools a commit has made, so that the service can be as slow as the
 * real one to learn of them.
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
