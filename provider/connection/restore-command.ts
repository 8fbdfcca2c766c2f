import { inQuotes } from "../text";
import type { Connection } from "./schema";

/** appcmd on a server: it is not on the PATH there. */
const defaultAppcmd = "%windir%\\system32\\inetsrv\\appcmd.exe";

/** The command that restores all of a backup of a host: appcmd itself, or the emulator for a file. */
export function restoreCommand({ configFile, appcmdPath = defaultAppcmd }: Connection): (backup: string) => string {
  if (configFile === undefined) return (backup) => `${inQuotes(appcmdPath)} restore backup ${inQuotes(backup)}`;
  return (backup) =>
    `npx appcmd-emulator restore backup ${inQuotes(backup)} ${inQuotes(`/apphostconfig:${configFile}`)}`;
}
