import { assume } from "../assume";
import { backupsOf, findName, updateBackups } from "../config/backups";
import { withLock } from "../config/commit";
import { inUse, messageError, missingIdentifier, missingObject, notSupported, win32 } from "../errors";
import { type Answer, type Context, openConfig } from "./context";
import { listObjects } from "./list-objects";

/** The default name of a backup: local time as `20060519T172530`. */
export function backupName(time: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = `${time.getFullYear()}${two(time.getMonth() + 1)}${two(time.getDate())}`;
  return `${day}T${two(time.getHours())}${two(time.getMinutes())}${two(time.getSeconds())}`;
}

/** `add backup X`: saves the current configuration. Default name: the time. */
export function addBackup(context: Context): Answer {
  const { world } = context;
  const { path, bytes } = openConfig(context);
  const name = givenName(context) ?? backupName(new Date(world.now()));
  updateBackups(world, path, ({ names, write }) => {
    const taken = findName(names, name);
    if (taken !== undefined && assume(world, "backup-of-taken-name") === "refused") {
      throw messageError(`Failed to add duplicate collection element "${name}".`, win32.alreadyExists);
    }
    write(taken ?? name, bytes.toString("utf8"));
  });
  return { stdout: `BACKUP object "${name}" added\r\n` };
}

/** `list backups`, in the order of their names. */
export function listBackups(context: Context): Answer {
  const { names } = backupsOf(context.world, openConfig(context).path);
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
  const { names, read } = backupsOf(world, path);
  const name = existing(context, names);
  const done = withLock(world, path, 0, () => {
    world.files.replace(path, read(name));
  });
  if (done === undefined) throw inUse();
  return { stdout: `Restored configuration from backup "${name}"\r\n`, commit: true };
}

/** `delete backup X`. */
export function deleteBackup(context: Context): Answer {
  const { path } = openConfig(context);
  const deleted = updateBackups(context.world, path, ({ names, remove }) => {
    const name = existing(context, names);
    remove(name);
    return name;
  });
  return { stdout: `BACKUP object "${deleted}" deleted\r\n` };
}

/** The name of the backup of a call, spelled as at its creation. */
function existing(context: Context, names: readonly string[]): string {
  const given = givenName(context);
  if (given === undefined) throw missingIdentifier("BACKUP");
  const name = findName(names, given);
  if (name === undefined) throw missingObject("BACKUP", given);
  return name;
}

function givenName({ args }: Context): string | undefined {
  const named = args.properties.find(({ path }) => /^(?:backup\.)?name$/i.test(path))?.value;
  const name = args.identifier ?? named;
  return name === "" ? undefined : name;
}
