import type { Probes } from "./bench";
import { backupProbes } from "./probes-backup";
import { editProbes } from "./probes-edits";
import { exitCodeProbes } from "./probes-exit-codes";
import { fileProbes } from "./probes-files";
import { listProbes } from "./probes-lists";
import { serviceProbes } from "./probes-service";

/** Every check by the id of the assumption that it settles, in the order in which they are made. */
export const probes: Probes = {
  ...exitCodeProbes,
  ...listProbes,
  ...fileProbes,
  ...backupProbes,
  ...serviceProbes,
  ...editProbes,
};
