import { doctorPool, type Probes } from "./bench";
import { must, words } from "./read-pool";
import { Unsettled } from "./unsettled";

/** What becomes of a second backup of the same name; the backup is the doctor's own and goes away again. */
export const backupProbes: Probes = {
  "backup-of-taken-name": {
    needsWrite: true,
    look: async ({ ask }) => {
      const { stdout } = await ask(words("list", "backup", doctorPool));
      if (stdout.includes(`"${doctorPool}"`)) throw new Unsettled(`there is a backup ${doctorPool} already`);
      await must(ask, words("add", "backup", doctorPool));
      try {
        const second = await ask(words("add", "backup", doctorPool));
        return second.verdict === "done" ? "overwrites" : "refused";
      } finally {
        await must(ask, words("delete", "backup", doctorPool));
      }
    },
  },
};
