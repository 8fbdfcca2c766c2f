import { describeSides, hidden, type PoolChange, type SettingChange } from "../../plan/change/change";
import { findAttribute } from "../../settings/app-pool-attributes";
import { explainZero, nameSetting } from "../../settings/value";
import { Secret } from "../../secret";

/**
 * Each difference between a server and the program in words, without the pool:
 * `Private Memory Limit (recycling.periodicRestart.privateMemory) is off (no limit), program says 1.5 GB`. The engine shows the
 * value of the state in place of the live one.
 */
export function describeLiveDifferences(change: PoolChange): string[] {
  if (change.kind === "delete") return [];
  const { state } = change;
  const [from, to] = state?.isHidden === true ? [hidden, hidden] : [state?.from, state?.to ?? ""];
  const ofState = state === undefined ? [] : [describeDifference("state", from, `program says ${to}`)];
  return [...change.settings.map(describeSettingDifference), ...ofState];
}

function describeSettingDifference(change: SettingChange): string {
  const { path, from, to, isHidden } = change;
  const shown = describeSides(change);
  const desired =
    shown.to === undefined
      ? "program does not set it"
      : `program says ${(isHidden === true && from !== undefined) || areSet(from, to) ? "another " : ""}${explainZero(path, shown.to)}`;
  return describeDifference(path, shown.from === undefined ? undefined : explainZero(path, shown.from), desired);
}

/** Whether both are secrets that are not empty, and so are shown alike. */
function areSet(...sides: readonly unknown[]): boolean {
  return sides.every((side) => side instanceof Secret && side.isSet);
}

function describeDifference(path: string, live: string | undefined, desired: string): string {
  const name = nameSetting(findAttribute(path) ?? { path });
  return `${name} is ${live ?? "not set"}, ${desired}`;
}
