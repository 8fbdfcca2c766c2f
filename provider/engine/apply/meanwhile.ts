import { describeError, type ErrorPlace } from "../../errors";
import { variableKey } from "../../names";
import { describeSettings, type PoolChange, type SettingChange } from "../../plan/change/change";
import { attributeOf } from "../../settings/app-pool-attributes";
import { asMap } from "../../settings/value";

/** What was written of a pool. */
interface Written {
  /** What was sent so far, compared with the state before the first commit. */
  readonly sent?: PoolChange;
  /** Settings whose inherited value changes too. */
  readonly inheriting: ReadonlySet<string>;
}

/**
 * Changes of a pool by another tool or person between two reads: settings that differ now, were not sent, and do not
 * have their value from before the first write. One line for each, live before desired; never a secret.
 *
 * A new or renamed pool gets its settings in several commits, so nothing is reported for it, nor for a setting whose
 * inherited value this work changes or uncovers.
 */
export function changedMeanwhile({ sent, inheriting }: Written, differs: PoolChange): string[] {
  if (sent?.kind !== "update" || differs.kind !== "update") return [];
  const known = new Set(sent.settings.map((setting) => JSON.stringify(setting)));
  const cleared = new Set(sent.settings.flatMap(({ path, to }) => (to === undefined ? [path] : [])));
  const settings = differs.settings.filter(
    (one) =>
      !cleared.has(one.path) && !inheriting.has(one.path) && !onlyRemoves(one) && !known.has(JSON.stringify(one)),
  );
  return describeSettings({ ...differs, settings });
}

/** The same as a warning about a host's pool, which in the end was as declared; none if nothing was changed. */
export function meanwhileWarning(place: ErrorPlace, differences: readonly string[]): string[] {
  if (differences.length === 0) return [];
  const what =
    "another tool or person changed it during the write, so the declared values were written again (live -> desired)";
  return [describeError({ ...place, problem: `${what}: ${[...new Set(differences)].join("; ")}` })];
}

/** Whether entries of a map are only removed: the pool may then inherit others of the same names. */
export function onlyRemoves({ path, from, to }: SettingChange): boolean {
  if (to === undefined || attributeOf(path).codec.shape !== "map") return false;
  const before = new Map(Object.entries(asMap(from)).map(([name, value]) => [variableKey(name), value]));
  return Object.entries(asMap(to)).every(([name, value]) => before.get(variableKey(name)) === value);
}
