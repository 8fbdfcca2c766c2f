import { recyclePool, startPool, stopPool } from "../../appcmd/command";
import { appcmdExitCodes } from "../../appcmd/parse-result";
import type { Command } from "../../appcmd/argument";
import { type Ask, doctorPool, type DoctorProbes } from "./bench";
import { success } from "./probes-exit-codes";
import { words } from "./list-pool";
import { Unsettled } from "./unsettled";

/** What the service answers that runs the pools. */
export const serviceProbes: DoctorProbes = {
  "recycle-of-stopped": {
    needsWrite: true,
    look: async ({ askService }) => {
      await reach(askService, stopPool(doctorPool), appcmdExitCodes.notActive);
      return await success({ ask: askService }, recyclePool(doctorPool));
    },
  },
  "recycle-of-idle": {
    needsWrite: true,
    look: async ({ askService }) => {
      await reach(askService, startPool(doctorPool), appcmdExitCodes.alreadyRunning);
      const workers = await askService(words("list", "wp", `/apppool.name:${doctorPool}`));
      if (workers.stdout.trim() !== "")
        throw new Unsettled("the pool has a worker process, though nobody asked for it");
      return await success({ ask: askService }, recyclePool(doctorPool));
    },
  },
  "start-of-started": {
    needsWrite: true,
    look: async ({ askService }) => {
      await reach(askService, startPool(doctorPool), appcmdExitCodes.alreadyRunning);
      return await success({ ask: askService }, startPool(doctorPool));
    },
  },
};

/** Brings the pool into a state; `already` is the exit code of a host on which it is in it. */
async function reach(ask: Ask, command: Command, already: number): Promise<void> {
  const answer = await ask(command);
  if (answer.verdict !== "done" && answer.exitCode !== already) throw new Unsettled(answer.message);
}
