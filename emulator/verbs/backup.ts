import { assume } from "../assume";
import { withLock } from "../config/commit";
import { inUse, messageError, missingIdentifier, missingObject, notSupported, win32 } from "../errors";
import type { World } from "../world";
import { type Answer, type Context, openConfig } from "./context";
import { listObjects } from "./list-objects";

/** How long one process waits for another that is changing the backups, in milliseconds. */
const patience = 5_000;

/** Saved configurations by name, each the whole text of the file. */
export type Backups = ReadonlyMap<string, string>;

/** Reads the backups of a configuration. They are in `<config>.backups.json`, beside it. */
export function readBackups(world: World, configPath: string): Backups {
  const text = world.files.read(backupsPath(configPath))?.toString("utf8");
  return new Map(text === undefined ? [] : Object.entries(JSON.parse(text) as Record<string, string>));
}

/**
 * Changes the backups of a configuration, exclusively. Their file has the mode of the configuration, because it is a
 * copy of it; it is deleted with the last backup.
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

/** The default name of a backup: local time as `20060519T172530`. */
export function backupName(time: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = `${time.getFullYear()}${two(time.getMonth() + 1)}${two(time.getDate())}`;
  return `${day}T${two(time.getHours())}${two(time.getMinutes())}${two(time.getSeconds())}`;
}

function backupsPath(configPath: string): string {
  return `${configPath}.backups.json`;
}

/** `add backup X`: saves the current configuration. Default name: the time. */
export function addBackup(context: Context): Answer {
  const { world } = context;
  const { path, bytes } = openConfig(context);
  const name = givenName(context) ?? backupName(new Date(world.now()));
  updateBackups(world, path, (backups) => {
    const taken = find(backups, name);
    if (taken !== undefined && assume(world, "backup-of-taken-name") === "refused") {
      throw messageError(`Failed to add duplicate collection element "${name}".`, win32.alreadyExists);
    }
    return new Map([...backups, [taken ?? name, bytes.toString("utf8")]]);
  });
  return { stdout: `BACKUP object "${name}" added\r\n` };
}

/** `list backups`, in the order of their names. */
export function listBackups(context: Context): Answer {
  const names = [...readBackups(context.world, openConfig(context).path).keys()].sort();
  return listObjects(
    context,
    "BACKUP",
    "BACKUP.NAME",
    names.map((name) => ({
      attributes: [["BACKUP.NAME", name]],
      line: `BACKUP "${name}"`,
      value: (property) => (property.toLowerCase() === "name" ? name : undefined),
      config: () => {
        throw notSupported("the configuration of a backup");
      },
    })),
  );
}

/**
 * `restore backup X`: restores the saved configuration. States that do not follow from a configuration are unchanged.
 */
export function restoreBackup(context: Context): Answer {
  const { world } = context;
  const { path } = openConfig(context);
  const backups = readBackups(world, path);
  const name = existing(context, backups);
  const done = withLock(world, path, 0, () => {
    world.files.replace(path, backups.get(name) ?? "");
  });
  if (done === undefined) throw inUse();
  return { stdout: `Restored configuration from backup "${name}"\r\n`, commit: true };
}

/** `delete backup X`. */
export function deleteBackup(context: Context): Answer {
  const { path } = openConfig(context);
  let deleted = "";
  updateBackups(context.world, path, (backups) => {
    deleted = existing(context, backups);
    return new Map([...backups].filter(([name]) => name !== deleted));
  });
  return { stdout: `BACKUP object "${deleted}" deleted\r\n` };
}

/** The name of the backup of a call, spelled as at its creation. */
function existing(context: Context, backups: Backups): string {
  const given = givenName(context);
  if (given === undefined) throw missingIdentifier("BACKUP");
  const name = find(backups, given);
  if (name === undefined) throw missingObject("BACKUP", given);
  return name;
}

function givenName({ args }: Context): string | undefined {
  const named = args.properties.find(({ path }) => /^(?:backup\.)?name$/i.test(path))?.value;
  const name = args.identifier ?? named;
  return name === "" ? undefined : name;
}

/** Names ignore letter case, because they are folders on a server. */
function find(backups: Backups, name: string): string | undefined {
  return [...backups.keys()].find((other) => other.toLowerCase() === name.toLowerCase());
}
