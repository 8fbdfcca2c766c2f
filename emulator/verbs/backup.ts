import { assume } from "../assume";
import { messageError, win32 } from "../errors";
import { withLock } from "../config/commit";
import { inUse, missingIdentifier, missingObject, notSupported } from "../errors";
import { type Backups, backupName, readBackups, updateBackups } from "../runtime/backups";
import { type Answer, type Context, openConfig } from "./context";
import { listObjects } from "./list-objects";

/** `add backup X`: keeps the configuration as it is now; without a name it gets the time. */
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

/** `restore backup X`: the configuration is as it was kept. States that follow from no configuration stay. */
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

/** The name of the backup that a call is about, as it was given when it was made. */
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

/** Names of folders, as these are on a server, ignore case. */
function find(backups: Backups, name: string): string | undefined {
  return [...backups.keys()].find((other) => other.toLowerCase() === name.toLowerCase());
}
