import { startPool, stopPool } from "../../appcmd/command";
import { exitCodes } from "../../appcmd/parse-result";
import type { Command } from "../../appcmd/argument";
import { type Ask, doctorPool, type Probes } from "./bench";
import { success } from "./probes-exit-codes";
import { words } from "./read-pool";
import { Unsettled } from "./unsettled";

/** What the service answers that runs the pools. */
export const serviceProbes: Probes = {
  "recycle-of-stopped": {
    needsWrite: true,
    look: async ({ askService }) => {
      await reach(askService, stopPool(doctorPool), exitCodes.notActive);
      return await success({ ask: askService }, words("recycle", "apppool", `/apppool.name:${doctorPool}`));
    },
  },
  "start-of-started": {
    needsWrite: true,
    look: async ({ askService }) => {
      await reach(askService, startPool(doctorPool), exitCodes.alreadyRunning);
      return await success({ ask: askService }, startPool(doctorPool));
    },
  },
};

/** Brings the pool into a state; `already` is the exit code of a host on which it is in it. */
async function reach(ask: Ask, command: Command, already: number): Promise<void> {
  const answer = await ask(command);
  if (answer.verdict !== "done" && answer.exitCode !== already) throw new Unsettled(answer.message);
}
