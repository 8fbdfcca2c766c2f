import { type Command, showCommand } from "../../appcmd/argument";
import { startPool, stopPool } from "../../appcmd/command";
import { type PoolChange, type SettingChange, stepsOf } from "../../plan/change/change";
import { targetName } from "../../plan/change/desired";
import { type Measure, packCommands } from "../../plan/commands/pack-commands";
import { planChanges } from "../../plan/commands/plan-changes";

/**
 * The command lines that will make the changes, secrets masked: the settings, then what a new pool needs a second commit
 * for, then starts and stops; last what moves to a pool that takes the place of another one, and the end of that one.
 *
 * @throws IisError `COMMAND_TOO_LONG`, `COMMAND_NOT_SAFE`
 */
export function planCommands(changes: readonly PoolChange[], maxLength: number, measure?: Measure): string[] {
  const pack = (some: readonly PoolChange[]): Command[] => packCommands(planChanges(some), maxLength, measure);
  const settled = changes.map(withoutMoves);
  const steps = changes.filter((change) => change.kind === "rename").flatMap(stepsOf);
  const commands: Command[] = [
    ...pack(settled.map((change) => part(change, ({ from }) => from === undefined))),
    ...pack(settled.flatMap(laterPart)),
    ...settled.flatMap(turning),
    ...pack(steps.filter((step) => step.kind === "rename" && step.moves.length > 0)),
    ...pack(steps.filter((step) => step.kind === "rename" && step.deletes)),
  ];
  return commands.map(showCommand);
}

/** Of a rename what makes the pool, as a change like others. */
function withoutMoves(change: PoolChange): PoolChange {
  if (change.kind !== "rename") return change;
  const { target, settings, state, isNew } = change;
  return { kind: isNew ? "create" : "update", target, settings, ...(state && { state }) };
}

/** Of a creation only some settings; any other change as it is. */
function part(change: PoolChange, isIn: (setting: SettingChange) => boolean): PoolChange {
  return change.kind === "create" ? { ...change, settings: change.settings.filter(isIn) } : change;
}

function laterPart(change: PoolChange): PoolChange[] {
  const later = part(change, ({ from }) => from !== undefined);
  return later.kind === "create" && later.settings.length > 0 ? [{ ...later, kind: "update" }] : [];
}

/** A new pool starts by itself where `autoStart` is on; the engine starts or stops what its next look shows otherwise. */
function turning(change: PoolChange): Command[] {
  if (change.kind !== "update" || change.state === undefined) return [];
  const name = targetName(change.target);
  return [change.state.to === "Started" ? startPool(name) : stopPool(name)];
}
