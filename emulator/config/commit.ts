import { assume } from "../assume";
import { serialize } from "../document/tree";
import { AppcmdError, commitError, fileError, inUse, rpcText, win32, xmlCommitError } from "../errors";
import { consumeFault } from "../faults";
import type { World } from "../world";
import type { Config } from "./load-config";

/**
 * A lock file that names no process is being written, or its writer died at that moment: after this time it is void.
 */
const voidAfter = 1_000;
const pause = 5;

/**
 * Runs work while only this process holds `<path>.lock`. Waits at most so many milliseconds for another holder; returns
 * undefined if the lock does not become free. A lock of a dead process is taken over.
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
  // Read back, because a process that was stopped between creating and writing may have lost the lock since.
  const create = (): boolean =>
    world.files.create(lock, String(world.pid)) && world.files.read(lock)?.toString() === String(world.pid);
  if (create()) return true;
  if (holder(world, lock) !== "dead") return false;
  // Only one process may remove a dead lock, else the second would remove the new lock of the first.
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

/**
 * Writes a working copy to its file in one step. Fails at once if another process is writing or has written since this
 * one read, so that no edit of the other is lost. `printed` is the success line, which appcmd has already written.
 */
export function commit(world: World, config: Config, printed: string): void {
  try {
    if (consumeFault(world, "busy")) throw inUse();
    if (consumeFault(world, "before-commit")) throw commitError(rpcText, win32.rpcFailed);
    if (consumeFault(world, "xml-error")) throw xmlCommitError();
    if (consumeFault(world, "changed")) world.files.replace(config.path, `${config.bytes.toString("utf8")}\n`);
    const text = serialize(config.document);
    const done = withLock(world, config.path, 0, () => {
      if (world.files.read(config.path)?.equals(config.bytes) !== true) throw changedOnDisk(world);
      if (consumeFault(world, "kill-before")) world.kill();
      world.files.replace(config.path, text);
      if (consumeFault(world, "kill-after")) world.kill();
    });
    if (done === undefined) throw inUse();
  } catch (error) {
    const { text, exitCode, assumption } = toCommitError(error);
    throw new AppcmdError(text, exitCode, printed, assumption);
  }
}

/** Another process has written the file since this one read it. */
function changedOnDisk(world: World): AppcmdError {
  const code = parseInt(assume(world, "changed-on-disk"), 16) - 0x8007_0000;
  if (code === win32.sharingViolation) return inUse();
  return commitError("Cannot commit configuration changes because the file has changed on disk", code);
}

function toCommitError(error: unknown): AppcmdError {
  if (error instanceof AppcmdError) return error;
  const known = fileError(error, commitError);
  if (known === undefined) throw error;
  return known;
}
