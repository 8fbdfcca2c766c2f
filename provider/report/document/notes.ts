import { formatPosition } from "../../pool-file/pool-file";
import { describeError, type IisError, joinSentences } from "../../errors";
import { riskName } from "../../plan/assess/risk-names";
import type { HostDrift } from "../../plan/drift/drift";
import type { HostApply, HostPlan } from "../../plan/results";
import { noPools } from "../../plan/change/live-host";
import { describeUnreadable, type UnreadableSetting } from "../../plan/change/unreadable";
import { listNames, plural } from "../../text";
import type { NoteJson } from "../schema/parts";

/**
 * The notes of a plan about a host besides its changes: refusals first, then risks that require `--allow`, kept pools,
 * and settings that could not be compared.
 */
export function planNotes({
  pools,
  refusals,
  risks,
  kept,
  unreadable = [],
  notes = [],
}: Pick<HostPlan, "pools" | "refusals" | "risks" | "kept" | "unreadable" | "notes">): NoteJson[] {
  return [
    ...emptyNotes(pools),
    ...refusals.map((refusal) => ({ kind: "refusal" as const, ...errorNote(refusal) })),
    ...risks.map((risk) => ({
      ...{ kind: "risk" as const, code: risk.rule, text: describeError(risk), pools: risk.pools },
      allow: riskName(risk.rule),
      ...(risk.hint !== undefined && { hint: risk.hint }),
    })),
    ...kept.map(({ pool, reason }) => ({ kind: "kept" as const, text: `pool "${pool}": ${reason}`, pools: [pool] })),
    ...unreadableNotes(unreadable),
    ...warningNotes(notes),
  ];
}

function warningNotes(texts: readonly string[]): NoteJson[] {
  return texts.map((text) => ({ kind: "warning", text }));
}

function errorNote({ code, message, pool, path, hint }: IisError): Omit<NoteJson, "kind"> {
  return {
    ...{ code, text: message, ...(pool !== undefined && { pools: [pool] }) },
    ...(path !== undefined && { path }),
    ...(hint !== undefined && { hint }),
  };
}

const countAsDifference = "--check-passwords counts it as a difference";

function unreadableNotes(settings: readonly UnreadableSetting[]): NoteJson[] {
  return describeUnreadable(settings).map(({ text, ...one }) => ({
    ...{ kind: "warning" as const, ...one, text: joinSentences(text, countAsDifference), hint: countAsDifference },
  }));
}

/** The notes of an apply about a host besides its changes: what was rolled back, how to restore, warnings. */
export function applyNotes({ rolledBack, backup, warnings }: HostApply): NoteJson[] {
  return [
    ...(rolledBack?.failed ?? []).map(({ pool, error }) => ({
      ...{ kind: "not rolled back" as const, ...errorNote(error), pools: [pool] },
    })),
    ...(rolledBack === undefined || rolledBack.pools.length === 0
      ? []
      : [{ kind: "rolled back" as const, text: rolledBack.pools.join(", "), pools: rolledBack.pools }]),
    ...(backup === undefined ? [] : [backupNote(backup)]),
    ...warningNotes(warnings),
  ];
}

function backupNote({ name, restore, restorePools }: NonNullable<HostApply["backup"]>): NoteJson {
  return { kind: "backup", code: name, text: restore, ...(restorePools !== undefined && { restorePools }) };
}

/**
 * The notes of a drift about a host besides its differences: settings that could not be compared, and ignore rules
 * without effect.
 */
export function driftNotes({
  pools,
  unusedRules = [],
  unreadable = [],
  stopped = [],
  warnings = [],
}: Pick<HostDrift, "pools" | "unusedRules" | "unreadable" | "stopped" | "warnings">): NoteJson[] {
  const unused = unusedRules.map(({ reason, position }) => ({
    ...{ kind: "warning" as const, position },
    text: `the ignore rule at ${formatPosition(position)} (${reason}) has no effect here; remove it`,
  }));
  const notes = [...emptyNotes(pools), ...unreadableNotes(unreadable), ...stoppedNotes(stopped), ...unused];
  return [...notes, ...warningNotes(warnings)];
}

/** A stopped pool is no drift without a declared state, which is said once for a host. */
function stoppedNotes(pools: readonly string[]): NoteJson[] {
  if (pools.length === 0) return [];
  const text = `${plural(pools.length, "pool is stopped, and no file declares its state", "pools are stopped, and no file declares their state")}: ${listNames(pools)}. To report that as drift: state: Started`;
  return [{ kind: "warning", text, pools: [...pools] }];
}

function emptyNotes(pools: number): NoteJson[] {
  return pools > 0 ? [] : [{ kind: "warning", text: noPools }];
}
