import { poolKey } from "../../names";
import { describePlace } from "../../appcmd/argument";
import type { Position } from "../../errors";
import type { LintFinding } from "../../lint/rule";
import type { PoolChange, Renaming, SettingChange } from "../../plan/change/change";
import { targetName } from "../../plan/change/desired";
import type { DriftFinding, HostDrift } from "../../plan/drift/drift";
import type { PlannedChange } from "../../plan/results";
import { findAttribute } from "../../settings/app-pool-attributes";
import { describeSetting, type SettingValue, shownValue } from "../../settings/value";
import { Secret } from "../../secret";
import type { EntryView, GroupId, LineView, ValueView } from "./model";

const symbols = { create: "+", update: "~", rename: "~", delete: "-" } as const;
const inherited: ValueView = { value: null, text: "(inherited)" };
const undeclared = "in no file";

/** The entry of one change of one pool; `findingsOf` returns the lint findings of a pool. */
export function changeEntry(
  { change, reason, impact, positions }: PlannedChange,
  findingsOf: (pool: string) => readonly LintFinding[] = () => [],
): EntryView {
  const pool = targetName(change.target);
  const position = positions[""] ?? Object.values(positions)[0];
  return {
    ...{ symbol: symbols[change.kind], action: change.kind, pool, impact, findings: findingsOf(pool) },
    lines: linesOf(change, positions),
    ...(reason !== "declared" && { reason }),
    ...(position !== undefined && { position }),
  };
}

/** The groups of a drift report in the order in which they are shown, empty ones too. */
export function driftGroups(drift: HostDrift): (readonly [GroupId, string, readonly EntryView[]])[] {
  const settingsInNoFile = Map.groupBy(drift.undeclared, ({ pool }) => pool);
  const unknown = Map.groupBy(drift.unknownSettings, ({ pool }) => pool);
  return [
    ["declared", "Differs from what is declared", drift.declared.map((change) => changeEntry(change))],
    [
      "undeclared",
      "Set on the server, in no file",
      [...settingsInNoFile].map(([pool, settings]) => ({
        ...found("undeclared", pool),
        lines: settings.map(({ path, value }) => ({ path, from: valueView(path, value) })),
      })),
    ],
    ["unknown-pools", "Pools that are in no file", drift.unknownPools.map((pool) => found("unknown", pool))],
    [
      "unknown-settings",
      "Settings that this version does not know",
      [...unknown].map(([pool, settings]) => ({
        ...found("unknown", pool),
        lines: settings.map(({ path }) => ({ path })),
      })),
    ],
    [
      "suppressed",
      "Ignored by rule",
      drift.suppressed.map(({ finding, rule: { reason, position } }) => ({
        ...{ ...found("ignored", finding.pool), symbol: "=" as const, ignored: { reason, position } },
        lines: suppressedLines(finding),
      })),
    ],
  ];
}

/** A suppressed difference, as it would be reported without the ignore rule; a created or deleted pool has its own line. */
function suppressedLines(finding: DriftFinding): LineView[] {
  switch (finding.kind) {
    case "declared": {
      const { kind } = finding.change;
      const whole = kind === "create" || kind === "delete" ? [{ path: "", to: { text: kind } }] : [];
      return [...whole, ...linesOf(finding.change, {})];
    }
    case "undeclared": {
      const { text, ...live } = valueView(finding.path, finding.value);
      return [{ path: finding.path, from: { ...live, text: `${text}, ${undeclared}` } }];
    }
    case "unknown pool":
      return [{ path: "", from: { text: undeclared } }];
    case "unknown setting":
      return [{ path: finding.path, from: { text: "is not known" } }];
  }
}

/** Destructive entries first: deletions, then stops, then the others; by name within each. */
export function sortEntries(entries: readonly EntryView[]): EntryView[] {
  const keyed = entries.map((entry) => ({ entry, rank: rankOf(entry), key: poolKey(entry.pool) }));
  keyed.sort((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : Number(a.key > b.key)));
  return keyed.map(({ entry }) => entry);
}

function rankOf({ action, lines }: EntryView): number {
  if (action === "delete") return 0;
  return lines.some(({ path, to }) => path === "state" && to?.value === "Stopped") ? 1 : 2;
}

function found(action: EntryView["action"], pool: string): EntryView {
  return { symbol: "?", action, pool, lines: [], findings: [] };
}

function linesOf(change: PoolChange, positions: Readonly<Record<string, Position>>): LineView[] {
  if (change.kind === "delete") return [];
  const { state } = change;
  const settings = change.settings.map((setting) => settingLine(setting, positions[setting.path]));
  const moves = change.kind === "rename" ? renamingLines(change, positions["renamedFrom"]) : [];
  if (state === undefined) return [...settings, ...moves];
  const position = positions["state"];
  return [
    ...settings,
    {
      ...{ path: "state", to: plainText(state.to) },
      ...(state.from !== undefined && { from: plainText(state.from) }),
      ...(position !== undefined && { position }),
    },
    ...moves,
  ];
}

/** The steps of a rename after its settings: the moves, and the deletion of the old pool. */
function renamingLines({ from, target, moves, deletes }: Renaming, position: Position | undefined): LineView[] {
  const placed = position === undefined ? {} : { position };
  const line = (path: string, to: ValueView): LineView => ({ path, from: plainText(from), to, ...placed });
  return [
    ...moves.map((place) => ({ ...line(describePlace(place), plainText(target.pool)), place })),
    ...(deletes ? [line("renamedFrom", { text: "(deleted)" })] : []),
  ];
}

function settingLine({ path, from, to }: SettingChange, position: Position | undefined): LineView {
  return {
    ...{ path, to: to === undefined ? inherited : valueView(path, to, from) },
    ...(from !== undefined && { from: valueView(path, from) }),
    ...(position !== undefined && { position }),
  };
}

/**
 * The one place where values become text. Values that are secret by type or path are masked, or `(none)` if they are
 * empty; variables are shown without their values.
 *
 * @param before the value that is replaced
 */
function valueView(path: string, value: SettingValue, before?: SettingValue): ValueView {
  if (value instanceof Secret && !value.isSet) return { value: "", text: describeSetting(path, value) };
  if (value instanceof Secret || isSecret(path)) return plainText(String(new Secret("")));
  return {
    value: shownValue(value, before) as Exclude<SettingValue, Secret>,
    text: describeSetting(path, value, before),
  };
}

function plainText(text: string): ValueView {
  return { value: text, text };
}

function isSecret(path: string): boolean {
  return findAttribute(path)?.secret === true;
}
