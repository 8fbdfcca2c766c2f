import { describeError, type ErrorPlace } from "../errors";
import { describeSettings, type PoolChange } from "../plan/change";

/**
 * What another writer did to a pool between two looks of ours: the settings that differ now and neither were sent nor
 * have the value that they had when they were sent first. Each in a line, live before desired; never a secret.
 *
 * A pool that is new or renamed comes to its settings in several commits; of it nothing is said.
 *
 * @param sent what was sent of this pool so far, seen from where the first began.
 */
export function changedMeanwhile(sent: PoolChange | undefined, differs: PoolChange): string[] {
  if (sent?.kind !== "update" || differs.kind !== "update") return [];
  const known = new Set(sent.settings.map((setting) => JSON.stringify(setting)));
  const cleared = new Set(sent.settings.flatMap(({ path, to }) => (to === undefined ? [path] : [])));
  const settings = differs.settings.filter((one) => !cleared.has(one.path) && !known.has(JSON.stringify(one)));
  return describeSettings({ ...differs, settings });
}

/** The same as a warning about a host's pool, which in the end was as declared; none where nothing was changed. */
export function meanwhileWarning(place: ErrorPlace, differences: readonly string[]): string[] {
  if (differences.length === 0) return [];
  const what = "another writer changed it meanwhile, and what is declared was written again (live -> desired)";
  return [describeError({ ...place, problem: `${what}: ${[...new Set(differences)].join("; ")}` })];
}
