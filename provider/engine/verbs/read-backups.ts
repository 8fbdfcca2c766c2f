import { parseBackups } from "../../appcmd/answers/others";
import { listBackups } from "../../appcmd/command";
import { type Backup, sortBackups } from "../../plan/restore/backup";
import type { Transport } from "../../transport/transport";
import { readAnswer } from "../inspect";

/**
 * The backups of a host, newest first. An empty output is read again: it means an empty list, or a process that was killed.
 *
 * @throws IisError `APPCMD_FAILED`, `UNREADABLE_OUTPUT`, `NO_APPCMD`
 */
export async function readBackups(transport: Transport): Promise<Backup[]> {
  const first = await readAnswer(transport, listBackups, parseBackups);
  return sortBackups(first ?? (await readAnswer(transport, listBackups, parseBackups)) ?? []);
}
