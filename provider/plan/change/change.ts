import type { PoolState } from "../../appcmd/answers/pools";
import { describePlace, type PoolPlace } from "../../appcmd/argument";
import type { EditTarget } from "../../appcmd/edit";
import { poolKey } from "../../names";
import { attributeOf } from "../../settings/app-pool-attributes";
import { describeSetting, type SettingValue, shownValue } from "../../settings/value";
import { targetName } from "./desired";
import type { LiveHost } from "./live-host";

/** One setting that differs. */
export interface SettingChange {
  readonly path: string;
  /** The live effective value; undefined for a pool that does not exist yet. */
  readonly from: SettingValue | undefined;
  /** The desired value; undefined if the setting is reset to its inherited value. */
  readonly to: SettingValue | undefined;
  /** Whether the user marked the value as a secret: neither side is shown. */
  readonly isHidden?: true;
}

/** A run-time state that differs. */
export interface StateChange {
  readonly from?: PoolState | undefined;
  readonly to: "Started" | "Stopped";
  /** See {@link SettingChange.isHidden}. */
  readonly isHidden?: true;
}

/** The difference between the desired and the live side of one pool, or of `<applicationPoolDefaults>`. */
export type PoolChange =
  | {
      readonly kind: "create" | "update";
      readonly target: EditTarget;
      readonly settings: readonly SettingChange[];
      readonly state?: StateChange;
    }
  | {
      /** A pool replaces another one; {@link stepsOf} returns the steps in order. */
      readonly kind: "rename";
      readonly target: { readonly pool: string };
      /** The old pool. */
      readonly from: string;
      /** Whether the pool must be created; else it exists because an earlier apply did not finish. */
      readonly isNew: boolean;
      readonly settings: readonly SettingChange[];
      readonly state?: StateChange;
      /** The places that name the old pool and will name the new one. */
      readonly moves: readonly PoolPlace[];
      /** Whether the old pool is deleted: always, but in a separate step. */
      readonly deletes: boolean;
    }
  | { readonly kind: "delete"; readonly target: { readonly pool: string } };

/** A pool that replaces another one. */
export type Renaming = Extract<PoolChange, { kind: "rename" }>;

/**
 * One line for each difference: `processModel.idleTimeout 00:20:00 -> 00:05:00`, live before desired; never a secret.
 */
export function describeChange(change: PoolChange): string[] {
  if (change.kind === "delete") return ["delete"];
  const { state } = change;
  const turned = state === undefined ? [] : [`state ${describeState(state)}`];
  const moved = change.kind === "rename" ? describeRenaming(change) : [];
  return [...describeSettings(change), ...turned, ...moved];
}

/** The same without the run-time state. */
export function describeSettings(change: Exclude<PoolChange, { kind: "delete" }>): string[] {
  return change.settings.map((setting) => {
    const { from, to = "(inherited)" } = describeSides(setting);
    return `${setting.path} ${from === undefined ? "" : `${from} -> `}${to}`;
  });
}

/** The live and the desired value of a setting for people; undefined as in the change. */
export function describeSides({ path, from, to, isHidden }: SettingChange): { from?: string; to?: string } {
  const shown = (value: SettingValue, before?: SettingValue): string =>
    isHidden === true ? hidden : describeSetting(path, value, before);
  return {
    ...(from !== undefined && { from: shown(from) }),
    ...(to !== undefined && { to: shown(to, from) }),
  };
}

/** What is shown of a value that the user marked as a secret. */
export const hidden = "[secret]";

function describeState({ from, to, isHidden }: StateChange): string {
  if (isHidden === true) return hidden;
  return from === undefined ? to : `${from} -> ${to}`;
}

/** The setting without values of variables: only their names, and which of them change. */
export function asShown({ path, from, to, ...rest }: SettingChange): SettingChange {
  return { ...rest, path, from: from && shownValue(from), to: to && shownValue(to, from) };
}

/** Two consecutive changes of one pool as one: the later values, compared with the state before the first. */
export function joinChanges(first: PoolChange | undefined, then: PoolChange): PoolChange {
  if (first === undefined || first.kind === "delete" || then.kind === "delete") return then;
  const earlier = first.settings.filter(({ path }) => then.settings.every((later) => later.path !== path));
  const later = then.settings.map((change) => {
    const began = first.settings.find(({ path }) => path === change.path);
    return began === undefined ? change : { ...change, from: began.from };
  });
  const settings = [...earlier, ...later];
  if (first.kind === "rename" && then.kind === "rename") {
    return { ...first, ...then, ...joinMoves(first, then), settings };
  }
  if (first.kind === "rename" || then.kind === "rename") return then;
  return { ...first, ...then, kind: first.kind, settings };
}

/**
 * The steps of a change in order; each must be verified before the next: the new pool with its settings, its state, its
 * applications, and only then the deletion of the old pool. Any other change is one step.
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

/** The parts of a rename besides settings and state, one line each. */
export function describeRenaming({ from, target, isNew, moves, deletes }: Renaming): string[] {
  return [
    ...(isNew ? [`create like "${from}"`] : []),
    ...moves.map((place) => `${describePlace(place)} ${from} -> ${target.pool}`),
    ...(deletes ? [`delete "${from}"`] : []),
  ];
}

/** Two parts of one rename as one. */
function joinMoves(first: Renaming, then: Renaming): Pick<Renaming, "isNew" | "moves" | "deletes"> {
  const known = new Set(then.moves.map(describePlace));
  return {
    isNew: first.isNew || then.isNew,
    moves: [...first.moves.filter((place) => !known.has(describePlace(place))), ...then.moves],
    deletes: first.deletes || then.deletes,
  };
}

/** Whether two renames are equal except for settings and state. */
export function sameRenaming(a: Renaming, b: Renaming): boolean {
  const described = (one: Renaming): string => describeRenaming(one).toSorted().join("\n").toLowerCase();
  return described(a) === described(b);
}

/**
 * The change that reverts a change. It requires the host as it was before, with explicit values. A deletion cannot be
 * reverted (undefined), because the applications may have been moved since. A rename cannot be reverted either; another
 * apply finishes it.
 */
export function reverseChange(change: PoolChange, before: LiveHost): PoolChange | undefined {
  if (change.kind === "delete" || change.kind === "rename") return undefined;
  const { target } = change;
  if (change.kind === "create") return { kind: "delete", target: { pool: targetName(target) } };
  const explicit =
    target === "applicationPoolDefaults" ? before.explicit?.defaults : before.explicit?.pools.get(poolKey(target.pool));
  const settings = change.settings.map(({ path, from, to }): SettingChange => {
    const wasExplicit = explicit !== undefined && path in explicit;
    // The entries of a map are reverted one by one; a list with its own entries is written as a whole.
    const { shape } = attributeOf(path).codec;
    const before = shape === "map" || (shape === "list" && wasExplicit) ? (from ?? {}) : explicit?.[path];
    return { path, from: to, to: before };
  });
  return { kind: "update", target, settings };
}
