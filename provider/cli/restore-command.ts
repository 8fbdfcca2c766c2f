import type { Connection } from "../transport/connection-schema";

/** How the command that restores a backup is typed for that host: appcmd's own, or the emulator's for a file. */
export function restoreCommand({ configFile, appcmdPath = "appcmd" }: Connection): (backup: string) => string {
  if (configFile === undefined) return (backup) => `${inQuotes(appcmdPath)} restore backup ${backup}`;
  return (backup) => `npx appcmd-emulator restore backup ${backup} ${inQuotes(`/apphostconfig:${configFile}`)}`;
}

function inQuotes(text: string): string {
  return /[\s"']/.test(text) ? `"${text}"` : text;
}
