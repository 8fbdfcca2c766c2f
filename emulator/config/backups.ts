import { inUse, invalidName } from "../errors";
import type { World } from "../world";
import { withLock } from "./commit";

/** How long one process waits for another that is changing the backups, in milliseconds. */
const patience = 5_000;

/** The file of a backup, in the folder of its name. */
const fileName = "applicationHost.config";

/** The backups of a configuration by name; they are folders of `<config>.backups`, each with its file. */
export interface Backups {
  /** In the order of the names. */
  readonly names: readonly string[];
  readonly read: (name: string) => string;
  readonly write: (name: string, content: string) => void;
  readonly remove: (name: string) => void;
}

/** The backups of a configuration. Their files have the mode of the configuration, because they are copies of it. */
export function backupsOf({ files }: World, configPath: string): Backups {
  const folder = backupsFolder(configPath);
  const fileOf = (name: string): string => `${folder}/${name}/${fileName}`;
  // A process that was killed may have left a folder without its file.
  const names = files.list(folder).filter((name) => files.changed(fileOf(name)) !== undefined);
  return {
    names: names.sort(),
    read: (name) => files.read(fileOf(name))?.toString("utf8") ?? "",
    write: (name, content) => {
      if (!isFolderName(name)) throw invalidName();
      files.replace(fileOf(name), content, configPath);
    },
    remove: (name) => {
      files.remove(names.length === 1 ? folder : `${folder}/${name}`);
    },
  };
}

/** Changes the backups of a configuration while no other process does. */
export function updateBackups<T>(world: World, configPath: string, change: (backups: Backups) => T): T {
  const done = withLock(world, backupsFolder(configPath), patience, () => change(backupsOf(world, configPath)));
  if (done === undefined) throw inUse();
  return done.value;
}

/**
 * The file of a backup that a call names as on a server, `C:\Windows\system32\inetsrv\backup\NAME\applicationHost.config`;
 * undefined for any other file.
 */
export function backupFile({ files }: World, configPath: string, named: string): string | undefined {
  const name = /^[a-z]:\\.*\\inetsrv\\backup\\([^\\/]+)\\applicationHost\.config$/i.exec(named)?.[1];
  if (name === undefined) return undefined;
  const folder = backupsFolder(files.target(configPath));
  return `${folder}/${findName(files.list(folder), name) ?? name}/${fileName}`;
}

/** Names ignore letter case, because they are folders on a server. */
export function findName(names: readonly string[], name: string): string | undefined {
  return names.find((other) => other.toLowerCase() === name.toLowerCase());
}

function backupsFolder(configPath: string): string {
  return `${configPath}.backups`;
}

/** Whether Windows accepts a folder of this name. */
function isFolderName(name: string): boolean {
  return !/[<>:"/\\|?*\u0000-\u001f]|[. ]$/.test(name);
}
