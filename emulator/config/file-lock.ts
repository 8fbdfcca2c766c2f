import type { World } from "../world";

/** A lock file that names no process is being written, or its writer died in that instant: after this time it is void. */
const voidAfter = 1_000;
const pause = 5;

/**
 * Runs work while this process alone holds `<path>.lock`. Waits at most so many milliseconds for another holder; answers
 * undefined when it does not come free. A lock of a dead process is taken over.
 */
export function withLock<T>(world: World, path: string, patience: number, work: () => T): { value: T } | undefined {
  const lock = `${path}.lock`;
  const deadline = world.now() + patience;
  while (!acquire(world, path, lock)) {
    if (world.now() >= deadline) return undefined;
    world.sleep(pause);
  }
  try {
    return { value: work() };
  } finally {
    world.files.remove(lock);
  }
}

function acquire(world: World, path: string, lock: string): boolean {
  // Read back, because a process that was stopped between creating and writing may have lost the lock meanwhile.
  const create = (): boolean =>
    world.files.create(lock, String(world.pid)) && world.files.read(lock)?.toString() === String(world.pid);
  if (create()) return true;
  if (holder(world, lock) !== "dead") return false;
  // Only one process may clear a dead lock away, or the second would take the fresh lock of the first.
  const guard = `${lock}.takeover`;
  if (!world.files.create(guard, String(world.pid))) {
    if (isVoid(world, guard)) world.files.remove(guard);
    return false;
  }
  try {
    if (holder(world, lock) === "dead") {
      world.files.remove(`${path}.${world.files.read(lock)?.toString() ?? ""}.tmp`);
      world.files.remove(lock);
    }
    return create();
  } finally {
    world.files.remove(guard);
  }
}

function holder(world: World, lock: string): "alive" | "dead" {
  const content = world.files.read(lock)?.toString();
  if (content === undefined) return "alive";
  if (!/^\d+$/.test(content)) return isVoid(world, lock) ? "dead" : "alive";
  return Number(content) === world.pid || world.isAlive(Number(content)) ? "alive" : "dead";
}

function isVoid(world: World, file: string): boolean {
  const changed = world.files.changed(file);
  return changed !== undefined && world.now() - changed > voidAfter;
}
