import { settingAttributes } from "../../settings/app-pool-attributes";
import { knownSettings, type LiveHost } from "../change/live-host";

/** A backup of a host's configuration. */
export interface Backup {
  readonly name: string;
  /**
   * When it was made, as far as its name says so, because appcmd does not: in UTC (`2026-11-30T12:00:00Z`) of a backup of iispools;
   * in the server's own time (`2026-11-30T12:00:00`) of one that appcmd has named.
   */
  readonly at?: string;
}

/** `iispools-20261130-120000`, with `-2` to `-99` of further runs in that second. */
const ofIispools = /^iispools-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)(?:-\d{1,2})?$/i;

/** `20061130T120000`, the name that `appcmd add backup` chooses. */
const ofAppcmd = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)$/i;

/** Letter case is ignored, and `-10` comes after `-9`. */
const byNumber = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** The backups of these names, newest first; those whose names have no time are the last, in the reverse order of their names. */
export function sortBackups(names: readonly string[]): Backup[] {
  const key = ({ name, at = "" }: Backup): string => `${at.slice(0, 19).padEnd(19)} ${name}`;
  return names.map((name): Backup => ({ name, ...timeOf(name) })).sort((a, b) => byNumber.compare(key(b), key(a)));
}

function timeOf(name: string): Pick<Backup, "at"> {
  const parts = ofIispools.exec(name) ?? ofAppcmd.exec(name);
  if (parts === null) return {};
  const [, year, month, day, hour, minute, second] = parts.map(String);
  const at = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  if (Number.isNaN(Date.parse(`${at}Z`))) return {};
  return { at: ofIispools.test(name) ? `${at}Z` : at };
}

/**
 * The `applicationHost.config` of a backup. The copies of IIS's history, which appcmd lists too, are in another folder.
 *
 * @param windows the folder of Windows on the host: `C:\\Windows`
 */
export function backupFile(name: string, windows: string): string {
  const isHistory = /^CFGHISTORY_\d+$/i.test(name);
  const folder = isHistory ? `${windows.slice(0, 2)}\\inetpub\\history` : `${windows}\\system32\\inetsrv\\backup`;
  return `${folder}\\${name}\\applicationHost.config`;
}

/** Whether the host has IIS 7.0 or 7.5, whose appcmd reads no other file than the server's own. Not known of a host without pools. */
export function readsOwnFileOnly(live: LiveHost): boolean {
  const known = knownSettings(live);
  return known !== undefined && !settingAttributes.some(({ path, since }) => since === "8.0" && path in known);
}
