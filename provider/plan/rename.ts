import { describePlace } from "../appcmd/pool-place";
import type { PoolChange } from "./change";

/** A pool that takes the place of another one. */
export type Renaming = Extract<PoolChange, { kind: "rename" }>;

/**
 * What has to be done for a change, one after the other, each to be seen done before the next: the new pool with its
 * settings, its state, its applications, and only then the end of the old one. Any other change is one step.
 */
export function stepsOf(change: PoolChange): PoolChange[] {
  if (change.kind !== "rename") return [change];
  const { state, isNew, settings, moves, deletes, ...rest } = change;
  const nothing: Renaming = { ...rest, isNew: false, settings: [], moves: [], deletes: false };
  return [
    ...(isNew || settings.length > 0 ? [{ ...nothing, isNew, settings }] : []),
    ...(state === undefined ? [] : [{ ...nothing, state }]),
    ...(moves.length > 0 ? [{ ...nothing, moves }] : []),
    ...(deletes ? [{ ...nothing, deletes }] : []),
  ];
}

/** What a rename does besides settings and state, a line each. */
export function describeRenaming({ from, target, isNew, moves, deletes }: Renaming): string[] {
  return [
    ...(isNew ? [`create like "${from}"`] : []),
    ...moves.map((place) => `${describePlace(place)} ${from} -> ${target.pool}`),
    ...(deletes ? [`delete "${from}"`] : []),
  ];
}

/** Two parts of one rename as one. */
export function joinMoves(first: Renaming, then: Renaming): Pick<Renaming, "isNew" | "moves" | "deletes"> {
  const known = new Set(then.moves.map(describePlace));
  return {
    isNew: first.isNew || then.isNew,
    moves: [...first.moves.filter((place) => !known.has(describePlace(place))), ...then.moves],
    deletes: first.deletes || then.deletes,
  };
}

/** Whether two renames do the same besides settings and state. */
export function sameRenaming(a: Renaming, b: Renaming): boolean {
  const told = (one: Renaming): string => describeRenaming(one).toSorted().join("\n").toLowerCase();
  return told(a) === told(b);
}
