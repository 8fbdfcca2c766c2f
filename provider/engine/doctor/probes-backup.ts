import { type Ask, doctorPool, type DoctorProbes } from "./bench";
import { removeForSure } from "./left-behind";
import { must, words } from "./list-pool";
import { Unsettled } from "./unsettled";

/** What becomes of a second backup of the same name; the backup is the doctor's own and goes away again. */
export const backupProbes: DoctorProbes = {
  "backup-of-taken-name": {
    needsWrite: true,
    look: async ({ ask }) => {
      if (await hasBackup(ask)) throw new Unsettled(`there is a backup ${doctorPool} already`);
      try {
        await must(ask, words("add", "backup", doctorPool));
        const second = await ask(words("add", "backup", doctorPool));
        return second.verdict === "done" ? "overwrites" : "refused";
      } finally {
        // Also after the first was cut short: it may have been made.
        await removeForSure(() => remove(ask), `remove the backup yourself: appcmd delete backup ${doctorPool}`);
      }
    },
  },
};

async function hasBackup(ask: Ask): Promise<boolean> {
  const { stdout } = await ask(words("list", "backup", doctorPool));
  return stdout.includes(`"${doctorPool}"`);
}

async function remove(ask: Ask): Promise<void> {
  if (await hasBackup(ask)) await must(ask, words("delete", "backup", doctorPool));
}
