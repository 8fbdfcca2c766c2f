import { withLock } from "../config/commit";
import { inUse } from "../errors";
import type { World } from "../world";

/** How long one process waits for another that is at work on the backups, in milliseconds. */
const patience = 5_000;

/** Saved configurations by name, each the whole text of the file. */
export type Backups = ReadonlyMap<string, string>;

/** Reads the backups of a configuration. They stand in `<config>.backups.json`, beside it. */
export function readBackups(world: World, configPath: string): Backups {
  const text = world.files.read(backupsPath(configPath))?.toString("utf8");
  return new Map(text === undefined ? [] : Object.entries(JSON.parse(text) as Record<string, string>));
}

/**
 * Changes the backups of a configuration, while no other process does. Their file has the mode of the configuration, which it
 * is a copy of; it goes with the last of them.
 */
export function updateBackups(world: World, configPath: string, change: (backups: Backups) => Backups): void {
  const path = backupsPath(configPath);
  const done = withLock(world, path, patience, () => {
    const backups = change(readBackups(world, configPath));
    if (backups.size === 0) world.files.remove(path);
    else world.files.replace(path, `${JSON.stringify(Object.fromEntries(backups))}\n`, configPath);
  });
  if (done === undefined) throw inUse();
}

/** The name that a backup gets without one of its own: local time as `20060519T172530`. */
export function backupName(time: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = `${time.getFullYear()}${two(time.getMonth() + 1)}${two(time.getDate())}`;
  return `${day}T${two(time.getHours())}${two(time.getMinutes())}${two(time.getSeconds())}`;
}

function backupsPath(configPath: string): string {
  return `${configPath}.backups.json`;
}
