/** A backup of a host's configuration. */
export interface Backup {
  readonly name: string;
  /**
   * When it was made, as far as its name says so, because appcmd does not: in UTC (`2026-11-30T12:00:00Z`) of a backup of iispools;
   * in the server's own time (`2026-11-30T12:00:00`) of one that appcmd has named.
   */
  readonly at?: string;
}

/** `iispools-20261130-120000`, with `-2` of a second run in that second. */
const ofIispools = /^iispools-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)(?:-\d)?$/i;

/** `20061130T120000`, the name that `appcmd add backup` chooses. */
const ofAppcmd = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)$/i;

/** The backups of these names, newest first; those whose names have no time are the last, in the reverse order of their names. */
export function sortBackups(names: readonly string[]): Backup[] {
  const key = ({ name, at = "" }: Backup): string => `${at.slice(0, 19).padEnd(19)} ${name.toLowerCase()}`;
  return names
    .map((name): Backup => ({ name, ...timeOf(name) }))
    .sort((a, b) => Number(key(a) < key(b)) - Number(key(a) > key(b)));
}

function timeOf(name: string): Pick<Backup, "at"> {
  const parts = ofIispools.exec(name) ?? ofAppcmd.exec(name);
  if (parts === null) return {};
  const [, year, month, day, hour, minute, second] = parts.map(String);
  const at = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  if (Number.isNaN(Date.parse(`${at}Z`))) return {};
  return { at: ofIispools.test(name) ? `${at}Z` : at };
}
