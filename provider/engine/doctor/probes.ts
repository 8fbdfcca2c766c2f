import type { DoctorProbes } from "./bench";
import { backupProbes } from "./probes-backup";
import { editProbes } from "./probes-edits";
import { exitCodeProbes } from "./probes-exit-codes";
import { fileProbes } from "./probes-files";
import { listProbes } from "./probes-lists";
import { serviceProbes } from "./probes-service";

/** Every check by the id of the assumption that it settles, in the order in which they are made. */
export const probes: DoctorProbes = {
  ...exitCodeProbes,
  ...listProbes,
  ...fileProbes,
  ...backupProbes,
  ...serviceProbes,
  ...editProbes,
};
