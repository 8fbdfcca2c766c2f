import type { PoolChange, SettingChange } from "../../plan/change/change";
import { findAttribute } from "../../settings/app-pool-attributes";
import { explainZero, nameSetting } from "../../settings/shown";
import { describeSetting, type SettingValue } from "../../settings/value";
import { Secret } from "../../secret";

/**
 * Each difference between a server and the program in words, without the pool:
 * `Private Memory Limit (recycling.periodicRestart.privateMemory) is off (no limit), program says 1.5 GB`. The engine shows the
 * value of the state in place of the live one.
 */
export function describeLiveDifferences(change: PoolChange): string[] {
  if (change.kind === "delete") return [];
  const { state } = change;
  const ofState = state === undefined ? [] : [describeDifference("state", state.from, `program says ${state.to}`)];
  return [...change.settings.map(describeSettingDifference), ...ofState];
}

function describeSettingDifference({ path, from, to }: SettingChange): string {
  return describeDifference(path, from === undefined ? undefined : shown(path, from), desired(path, from, to));
}

function describeDifference(path: string, live: string | undefined, desired: string): string {
  const name = nameSetting(findAttribute(path) ?? { path });
  return `${name} is ${live ?? "not set"}, ${desired}`;
}

function desired(path: string, from: SettingValue | undefined, to: SettingValue | undefined): string {
  if (to === undefined) return "program does not set it";
  const isOther = from instanceof Secret && from.isSet && to instanceof Secret && to.isSet;
  return `program says ${isOther ? "another " : ""}${shown(path, to, from)}`;
}

function shown(path: string, value: SettingValue, before?: SettingValue): string {
  return explainZero(path, describeSetting(path, value, before));
}
