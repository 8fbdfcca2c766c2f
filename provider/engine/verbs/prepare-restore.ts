import { type ListedSection, parseSection } from "../../appcmd/answers/pools";
import type { Reading } from "../../appcmd/answers/settings";
import { listEffective, listExplicit, onFile } from "../../appcmd/command";
import { IisError } from "../../errors";
import { withOtherAttributes } from "../../plan/change/live-host";
import { backupFile, readsOwnFileOnly } from "../../plan/restore/backup";
import { type BackedUpSection, poolsOfBackup } from "../../plan/restore/pools-of-backup";
import type { Transport } from "../../transport/transport";
import { unknownNameFields } from "../../unknown-name";
import { HostMemory, inspectHost, readAnswer } from "../inspect";
import { type PlannedHost, prepareHost } from "../prepare";
import { readBackups } from "./read-backups";

/**
 * Reads a host and one of its backups, and plans the changes after which its pools and `<applicationPoolDefaults>` are as in the
 * backup. Nothing is deleted.
 *
 * @param name of the backup; letter case is ignored
 * @param commandFor of a backup: how all of it is restored on the server
 * @throws IisError `BACKUP_MISSING`, `BACKUP_UNREADABLE`, `APPCMD_FAILED`, `UNREADABLE_OUTPUT`, `NO_APPCMD`
 */
export async function prepareRestore(
  transport: Transport,
  name: string,
  commandFor: (backup: string) => string,
): Promise<PlannedHost> {
  const { host } = transport;
  const backups = (await readBackups(transport)).map((backup) => backup.name);
  const backup = backups.find((one) => one.toLowerCase() === name.toLowerCase());
  if (backup === undefined) {
    const { problem, hint = "There are no backups here" } = unknownNameFields("backup", name, backups);
    throw new IisError("BACKUP_MISSING", { host, problem, hint });
  }
  const memory = new HostMemory();
  const live = await inspectHost(transport, { explicit: true, defaults: true }, memory.remember);
  if (readsOwnFileOnly(live)) {
    throw new IisError("BACKUP_UNREADABLE", {
      host,
      problem: `${cannotRead(backup)}: appcmd of IIS 7 reads no other file than the server's own configuration`,
      hint: `To restore all of it, run on the server: ${commandFor(backup)}. This overwrites all of IIS's configuration, sites included`,
    });
  }
  const { desired, notes } = poolsOfBackup(await readSection(transport, backup), live);
  const desiredHost = { host, desired, absent: [], declarations: new Map<string, never>(), ignore: [] };
  const planned = await prepareHost(transport, desiredHost, { explicit: true, memory });
  return { ...planned, plan: { ...planned.plan, notes: [...(planned.plan.notes ?? []), ...notes] } };
}

async function readSection(transport: Transport, backup: string): Promise<BackedUpSection> {
  const file = backupFile(backup, (await transport.windowsFolder?.()) ?? "C:\\Windows");
  const read = async (reading: Reading): Promise<ListedSection> => {
    const command = onFile(reading === "explicit" ? listExplicit : listEffective, file);
    try {
      return await readAnswer(transport, command, (output) => parseSection(output, reading));
    } catch (error) {
      if (!(error instanceof IisError) || error.code !== "APPCMD_FAILED") throw error;
      throw new IisError("BACKUP_UNREADABLE", {
        host: transport.host,
        problem: `${cannotRead(backup)}: ${error.problem}`,
        hint: "To find another backup: iispools backups",
      });
    }
  };
  const [explicit, effective] = [await read("explicit"), await read("effective")];
  return { explicit: withOtherAttributes(explicit), effective };
}

function cannotRead(backup: string): string {
  return `the pools of backup ${backup} cannot be read`;
}
