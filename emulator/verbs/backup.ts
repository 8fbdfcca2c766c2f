import { assume } from "../assume";
import { messageError, win32 } from "../appcmd-error";
import { missingIdentifier, missingObject, notSupported } from "../errors";
import { backupName, readBackups, writeBackups } from "../runtime/backups";
import { type Answer, type Context, openConfig } from "./context";
import { listObjects } from "./list-objects";

/** `add backup X`: keeps the configuration as it is now; without a name it gets the time. */
export function addBackup(context: Context): Answer {
  const { world } = context;
  const { path, bytes } = openConfig(context);
  const name = givenName(context) ?? backupName(new Date(world.now()));
  const backups = readBackups(world, path);
  const taken = find(backups, name);
  if (taken !== undefined && assume(world, "backup-of-taken-name") === "refused") {
    throw messageError(`Failed to add duplicate collection element "${name}".`, win32.alreadyExists);
  }
  writeBackups(world, path, { ...backups, [taken ?? name]: bytes.toString("utf8") });
  return { stdout: `BACKUP object "${name}" added\r\n` };
}

/** `list backups`, in the order of their names. */
export function listBackups(context: Context): Answer {
  const names = Object.keys(readBackups(context.world, openConfig(context).path)).sort();
  return listObjects(
    context,
    "BACKUP",
    "BACKUP.NAME",
    names.map((name) => ({
      attributes: [["BACKUP.NAME", name]],
      line: `BACKUP "${name}"`,
      value: (property) => (property.toLowerCase() === "name" ? name : undefined),
      config: () => {
        throw notSupported();
      },
    })),
  );
}

/** `restore backup X`: the configuration is as it was kept. States that follow from no configuration stay. */
export function restoreBackup(context: Context): Answer {
  const { world } = context;
  const { path } = openConfig(context);
  const { name, backups } = existing(context, path);
  world.files.replace(path, backups[name] ?? "");
  return { stdout: `Restored configuration from backup "${name}"\r\n`, commit: true };
}

/** `delete backup X`. */
export function deleteBackup(context: Context): Answer {
  const { path } = openConfig(context);
  const { name, backups } = existing(context, path);
  writeBackups(context.world, path, Object.fromEntries(Object.entries(backups).filter(([other]) => other !== name)));
  return { stdout: `BACKUP object "${name}" deleted\r\n` };
}

function existing(context: Context, path: string): { name: string; backups: Readonly<Record<string, string>> } {
  const given = givenName(context);
  if (given === undefined) throw missingIdentifier("BACKUP");
  const backups = readBackups(context.world, path);
  const name = find(backups, given);
  if (name === undefined) throw missingObject("BACKUP", given);
  return { name, backups };
}

function givenName({ args }: Context): string | undefined {
  const named = args.properties.find(({ path }) => /^(?:backup\.)?name$/i.test(path))?.value;
  const name = args.identifier ?? named;
  return name === "" ? undefined : name;
}

/** Names of folders, as these are on a server, ignore case. */
function find(backups: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.keys(backups).find((other) => other.toLowerCase() === name.toLowerCase());
}
