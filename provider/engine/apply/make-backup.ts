import { appcmdExitCodes } from "../../appcmd/answers/result";
import { addBackup } from "../../appcmd/command";
import type { Transport } from "../../transport/transport";
import { Attempts, commandError, runCommand } from "./send";

/** The name of the backups of a run that begins to write at that time, in UTC: `iispools-20261121-101530`. */
export function backupName(now: Date): string {
  const [day = "", time = ""] = now.toISOString().split(/[T.]/);
  return `iispools-${day.replaceAll("-", "")}-${time.replaceAll(":", "")}`;
}

/** The maximum number of backups of a host with the name of the same second. */
const mostOfOneSecond = 99;

/**
 * Makes a backup of the host's configuration with appcmd. If another run of the same second has that name on the host, the backup
 * gets a number: `iispools-20261121-101530-2`. The caller has its turn in the host's queue.
 *
 * @param without the option for no backup, for the message if the backup fails
 * @returns the backup's name, for `appcmd restore backup`
 * @throws IisError `APPCMD_FAILED`, `NO_APPCMD`
 */
export async function makeBackup(transport: Transport, wanted: string, without: string): Promise<string> {
  const attempts = new Attempts();
  for (let number = 1; ;) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
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
