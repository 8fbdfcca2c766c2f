import type { World } from "../world";

/** Saved configurations by name, each the whole text of the file. */
export type Backups = Readonly<Record<string, string>>;

/** Reads the backups of a configuration. They stand in `<config>.backups.json`, beside it. */
export function readBackups(world: World, configPath: string): Backups {
  const text = world.files.read(backupsPath(configPath))?.toString("utf8");
  return text === undefined ? {} : (JSON.parse(text) as Backups);
}

/** Writes the backups of a configuration; the file goes with the last of them. */
export function writeBackups(world: World, configPath: string, backups: Backups): void {
  if (Object.keys(backups).length === 0) world.files.remove(backupsPath(configPath));
  else world.files.replace(backupsPath(configPath), `${JSON.stringify(backups)}\n`);
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
