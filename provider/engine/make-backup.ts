import { addBackup } from "../appcmd/command";
import { appcmdExitCodes } from "../appcmd/parse-result";
import { inHostQueue } from "../transport/host-queue";
import type { Transport } from "../transport/transport";
import { Attempts } from "./retry";
import { commandError, runCommand } from "./run-command";

/** So many backups may bear the name of the same second. */
const mostOfOneSecond = 9;

/**
 * Has appcmd keep the host's configuration as it is, under a name such as `iispools-20261121-101530` (UTC).
 *
 * @returns the backup's name, for `appcmd restore backup`.
 * @throws IisError `APPCMD_FAILED`, `NO_APPCMD`
 */
export function makeBackup(transport: Transport, now: Date): Promise<string> {
  return inHostQueue(transport.key, () => addBackupNow(transport, now, "backup: false (iispools: --no-backup)"));
}

/**
 * The same for who has its turn in the host's queue already.
 *
 * @param without how to do without a backup, for the message where none can be made.
 * @throws IisError `APPCMD_FAILED`, `NO_APPCMD`
 */
export async function addBackupNow(transport: Transport, now: Date, without: string): Promise<string> {
  const attempts = new Attempts();
  const base = backupName(now);
  for (let number = 1; ;) {
    const name = number === 1 ? base : `${base}-${number}`;
    const answer = await runCommand(transport, addBackup(name));
    if (answer.verdict === "done") return name;
    const isTaken = answer.exitCode === appcmdExitCodes.alreadyExists && number < mostOfOneSecond;
    if (isTaken) number++;
    else if (answer.verdict === "failed" || !(await attempts.another())) {
      throw commandError(transport, answer).also({
        fact: "the backup failed, so nothing was written",
        hint: `To write without one: ${without}`,
      });
    }
  }
}

function backupName(now: Date): string {
  const [day = "", time = ""] = now.toISOString().split(/[T.]/);
  return `iispools-${day.replaceAll("-", "")}-${time.replaceAll(":", "")}`;
}
