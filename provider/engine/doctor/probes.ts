import type { DoctorProbes } from "./bench";
import { backupProbes } from "./probes-files";
import { editProbes } from "./probes-edits";
import { exitCodeProbes } from "./probes-edits";
import { fileProbes } from "./probes-files";
import { listProbes } from "./probes-lists";
import { serviceProbes } from "./probes-lists";

/** Every check by the id of the assumption that it settles, in the order in which they are made. */
export const probes: DoctorProbes = {
  ...exitCodeProbes,
  ...listProbes,
  ...fileProbes,
  ...backupProbes,
  ...serviceProbes,
  ...editProbes,
};
