import { poolKey } from "../../names";
import { describePlace } from "../../appcmd/argument";
import type { Position } from "../../errors";
import type { LintFinding } from "../../lint/rule";
import type { PoolChange, Renaming, SettingChange } from "../../plan/change/change";
import { targetName } from "../../plan/change/desired";
import type { DriftFinding, HostDrift } from "../../plan/drift/drift";
import type { PlannedChange } from "../../plan/results";
import type { EntryJson, FindingJson, SettingJson } from "../schema/parts";
import { describeDocumentValue, documentValue, type DocumentValue } from "../values";

const inNoFile = "in no file";

/** The entry of one change of one pool; `findings` are the lint findings of the pool. */
export function changeEntry(
  { change, reason, impact, positions }: PlannedChange,
  findings: readonly LintFinding[] = [],
): EntryJson {
  const position = positions[""] ?? Object.values(positions)[0];
  return {
    ...{ pool: targetName(change.target), action: change.kind, ...(reason !== "declared" && { reason }) },
    ...{ settings: settingsOf(change, positions), impact },
    ...(position !== undefined && { position }),
    ...(findings.length > 0 && { findings: findings.map(findingJson) }),
  };
}

/** A lint finding; without members that do not apply. */
export function findingJson({ rule, severity, pool, host, path, message, link, position }: LintFinding): FindingJson {
  return {
    ...{ rule, severity, pool, ...(host !== undefined && { host }), path, message, link },
    ...(position !== undefined && { position }),
  };
}

/** The entries of a drift report by their group. */
export function driftEntries(
  drift: HostDrift,
): Record<"declared" | "undeclared" | "unknownPools" | "unknownSettings" | "suppressed", EntryJson[]> {
  const settingsInNoFile = Map.groupBy(drift.undeclared, ({ pool }) => pool);
  const unknown = Map.groupBy(drift.unknownSettings, ({ pool }) => pool);
  return {
    declared: drift.declared.map((planned) => ({ ...changeEntry(planned), kind: driftKinds[planned.change.kind] })),
    undeclared: [...settingsInNoFile].map(([pool, settings]) => ({
      ...{ pool, action: "undeclared", kind: "extra" },
      settings: settings.map(({ path, value }) => settingJson(path, { from: documentValue(path, value) })),
    })),
    unknownPools: drift.unknownPools.map((pool) => ({ pool, action: "unknown", kind: "extra", settings: [] })),
    unknownSettings: [...unknown].map(([pool, settings]) => ({
      ...{ pool, action: "unknown" },
      settings: settings.map(({ path }) => ({ path, text: "" })),
    })),
    suppressed: drift.suppressed.map(({ finding, rule: { reason, position } }) => ({
      ...{ pool: finding.pool, action: "ignored", ignored: { reason, position } },
      settings: suppressedSettings(finding),
    })),
  };
}

/** A suppressed difference, as it would be reported without the ignore rule; a created or deleted pool has its own line. */
function suppressedSettings(finding: DriftFinding): SettingJson[] {
  switch (finding.kind) {
    case "declared": {
      const { kind } = finding.change;
      const whole = kind === "create" || kind === "delete" ? [{ path: "", text: kind }] : [];
      return [...whole, ...settingsOf(finding.change, {})];
    }
    case "undeclared": {
      const { path, value } = finding;
      const setting = settingJson(path, { from: documentValue(path, value) });
      return [{ ...setting, text: `${setting.text}, ${inNoFile}` }];
    }
    case "unknown pool":
      return [{ path: "", text: inNoFile }];
    case "unknown setting":
      return [{ path: finding.path, text: "is not known" }];
  }
}

/** Destructive entries first: deletions, then stops, then the others; by name within each. */
export function sortEntries(entries: readonly EntryJson[]): EntryJson[] {
  const keyed = entries.map((entry) => ({ entry, rank: rankOf(entry), key: poolKey(entry.pool) }));
  keyed.sort((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : Number(a.key > b.key)));
  return keyed.map(({ entry }) => entry);
}

function rankOf({ action, settings }: EntryJson): number {
  if (action === "delete") return 0;
  return settings.some(({ path, to }) => path === "state" && to === "Stopped") ? 1 : 2;
}

function settingsOf(change: PoolChange, positions: Readonly<Record<string, Position>>): SettingJson[] {
  if (change.kind === "delete") return [];
  const { state } = change;
  const settings = change.settings.map((setting) => changedSetting(setting, positions[setting.path]));
  const moves = change.kind === "rename" ? renamingSettings(change, positions["renamedFrom"]) : [];
  return [...settings, ...(state === undefined ? [] : [settingJson("state", state, positions["state"])]), ...moves];
}

/** The steps of a rename after its settings: the moves, and the deletion of the old pool. */
function renamingSettings({ from, target, moves, deletes }: Renaming, position: Position | undefined): SettingJson[] {
  const deletion = settingJson("renamedFrom", { from }, position);
  return [
    ...moves.map((place) => ({ ...settingJson(describePlace(place), { from, to: target.pool }, position), place })),
    ...(deletes ? [{ ...deletion, text: `${deletion.text} -> (deleted)` }] : []),
  ];
}

function changedSetting({ path, from, to }: SettingChange, position: Position | undefined): SettingJson {
  const values = {
    ...(from !== undefined && { from: documentValue(path, from) }),
    to: to === undefined ? null : documentValue(path, to, from),
  };
  return settingJson(path, values, position);
}

function settingJson(
  path: string,
  { from, to }: { readonly from?: DocumentValue | undefined; readonly to?: DocumentValue | undefined },
  position?: Position,
): SettingJson {
  const texts = [from, to].flatMap((value) => (value === undefined ? [] : [describeDocumentValue(path, value)]));
  return {
    ...{ path, ...(from !== undefined && { from }), ...(to !== undefined && { to }), text: texts.join(" -> ") },
    ...(position !== undefined && { position }),
  };
}

/** How the pool of a server differs from what is declared, by the action that would change that. */
export const driftKinds = {
  ...{ create: "missing", rename: "missing", update: "changed", delete: "extra" },
} as const satisfies Partial<Record<EntryJson["action"], EntryJson["kind"]>>;
