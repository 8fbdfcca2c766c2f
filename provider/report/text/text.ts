import { createColors } from "picocolors";
import { formatFault, formatPosition } from "../../pool-file/pool-file";
import { showHidden } from "../../visible-text";
import { aligned } from "../../text";
import type { FaultJson, FindingJson, NoteJson } from "../schema/parts";
import { type Block, type BlockEntry, type BlockGroup, blocksOf, nameBlock } from "../view/blocks";
import { listHosts, sharedFindings } from "../view/list-hosts";
import { describeCounts, describeTotals } from "../view/counts";
import { fleetColumns, fleetRows } from "../view/fleet";
import type { View } from "../view/model";
import {
  describeAnswer,
  describeLosses,
  describeNote,
  describeSharedEffect,
  describeWave,
  showMessage,
  whatRestoreOverwrites,
} from "../view/sentences";
import { type Colours, findingLines, groupLines } from "./entry";

/** How a report for a terminal is written. */
interface TextOptions {
  readonly colour: boolean;
  /** Hosts whose errors were printed already. Default: none. */
  readonly explained?: ReadonlySet<string>;
}

/** A report for a terminal; colours add no information. Hosts of which it says the same are one block. */
export function writeText(view: View, { colour, explained = new Set() }: TextOptions): string {
  const colours = createColors(colour);
  const blocks = eachFindingOnce(blocksOf(view.hosts));
  const losses = describeLosses(view);
  const paragraphs = [
    ...(blocks.length > 1 || view.hosts.length > 1 ? [fleetLines(view, blocks, colours)] : []),
    ...(view.kind === "apply"
      ? applyParagraphs(view, blocks, explained, colours)
      : blocks.map((one) => blockLines(view, one, colours))),
    view.faults.map((fault) => faultLine(fault, colours)),
    sharedFindings(view).flatMap((finding) => findingLines(finding, colours, true)),
    waveLines(view, colours),
    losses === undefined || view.kind === "apply" ? [] : [losses],
    [colours.bold(showHidden(describeTotals(view)))],
  ];
  const full = paragraphs.filter((lines) => lines.length > 0);
  return `${full.map((lines) => lines.map((line) => line.trimEnd()).join("\n")).join("\n\n")}\n`;
}

/** Without the findings that a block before has too. */
function eachFindingOnce(blocks: readonly Block[]): Block[] {
  const seen = new Set<string>();
  const isNew = (finding: FindingJson): boolean => {
    const size = seen.size;
    return seen.add(JSON.stringify(finding)).size > size;
  };
  const withNew = (entry: BlockEntry): BlockEntry => ({ ...entry, findings: entry.findings.filter(isNew) });
  return blocks.map((block) => ({
    ...block,
    groups: block.groups.map((group) => ({ ...group, entries: group.entries.map(withNew) })),
  }));
}

/** A table of the hosts: what changes on each, what recycles, what needs --allow. */
function fleetLines(view: View, blocks: readonly Block[], { bold, red }: Colours): string[] {
  const rows = fleetRows(view, blocks);
  const columns = fleetColumns(view.kind, rows);
  const texts = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ cellOf }) => showHidden(cellOf(row)))),
  ];
  return aligned(texts).map((line, index) => {
    if (index === 0) return bold(line);
    return rows[index - 1]?.isFailed === true ? red(line) : line;
  });
}

/** Nothing of a block whose row in the table says all there is. */
function blockLines(view: View, block: Block, colours: Colours): string[] {
  const { hosts, pools, error, groups, notes, counts } = block;
  const names = showHidden(nameBlock(block, view.names));
  if (error !== undefined) return [failureLine(block, names, colours)];
  if (groups.length + notes.length === 0 && (view.hosts.length > hosts.length || hosts.length > 1)) return [];
  const about = [...(pools === undefined ? [] : [pools]), describeCounts(view.kind, counts)].join(", ");
  const remarks = notes.map((note) => noteLine(note, colours));
  const effect = sharedEffect(block);
  const rest = effect === undefined ? block.groups : withoutEffects(block.groups);
  return [
    `${colours.bold(names)}  ${about}`,
    ...(effect === undefined ? [] : [`  ${showMessage(describeSharedEffect(view.kind, effect))}`]),
    ...rest.flatMap((group) => groupLines(view, block, group, colours)),
    ...(remarks.length === 0 ? [] : ["", ...remarks]),
  ];
}

function failureLine({ error, isSkipped }: Block, names: string, { bold, red, yellow }: Colours): string {
  const text = `${error?.code ?? ""}: ${showMessage(error?.message ?? "")}`;
  return `${bold(names)}  ${isSkipped === true ? yellow(`skipped: ${text}`) : red(text)}`;
}

/** What all of several entries of a block do to worker processes; undefined if it is not the same. */
function sharedEffect({ groups }: Block): string | undefined {
  const entries = groups.flatMap((group) => group.entries);
  const effect = entries[0]?.effect;
  return entries.length > 1 && entries.every((entry) => entry.effect === effect) ? effect : undefined;
}

function withoutEffects(groups: readonly BlockGroup[]): BlockGroup[] {
  return groups.map((group) => ({ ...group, entries: group.entries.map(({ effect: _, ...entry }) => entry) }));
}

/** What failed, and how to restore. @param explained hosts whose errors are not repeated */
function applyParagraphs(
  view: View,
  blocks: readonly Block[],
  explained: ReadonlySet<string>,
  colours: Colours,
): string[][] {
  const details = blocks.map((block) => {
    const { error, hosts } = block;
    if (error !== undefined && hosts.every((host) => explained.has(host))) return [];
    const failed = block.groups.filter(({ id }) => id !== "applied");
    const notes = block.notes.filter(({ kind }) => kind !== "backup");
    const names = colours.bold(showHidden(nameBlock(block, view.names)));
    if (error !== undefined) return [failureLine(block, showHidden(nameBlock(block, view.names)), colours)];
    if (failed.length + notes.length === 0) {
      return view.hosts.length > 1 ? [] : [`${names}  ${describeCounts("apply", block.counts)}`];
    }
    return [
      `${names}  ${describeCounts("apply", block.counts)}`,
      ...failed.flatMap((group) => groupLines(view, block, group, colours)),
      ...(notes.length === 0 ? [] : ["", ...notes.map((note) => noteLine(note, colours))]),
    ];
  });
  return [...details, restoreLines(view)];
}

/** How to restore the backups, with what that overwrites; hosts with the same command are one line. */
function restoreLines({ hosts, names: all }: View): string[] {
  const backups = hosts.flatMap(({ host, notes }) =>
    notes.flatMap(({ kind, text, restorePools }) => (kind === "backup" ? [{ host, text, restorePools }] : [])),
  );
  if (backups.length === 0) return [];
  const ofPools = [...new Set(backups.flatMap(({ restorePools }) => restorePools ?? []))];
  const commands = [...Map.groupBy(backups, ({ text }) => text)].map(([command, of]) => {
    const names = listHosts(
      of.map(({ host }) => host),
      all,
    );
    return `  ${showHidden(names)}: ${showHidden(command)}`;
  });
  return [
    ...(ofPools.length === 0 ? [] : ["To restore only the application pools from before:"]),
    ...ofPools.map((command) => `  ${showHidden(command)}`),
    `To restore the whole configuration from before (it ${whatRestoreOverwrites}):`,
    ...commands,
  ];
}

function noteLine(note: NoteJson, colours: Colours): string {
  return `  ${paintNote(note.kind, colours)(showMessage(describeNote(note)))}`;
}

function faultLine({ position, path, message }: FaultJson, { red }: Colours): string {
  const place = position === undefined ? [] : [formatPosition(position)];
  return red(showMessage([...place, formatFault({ path, message })].join(" ")));
}

function waveLines({ waves = [] }: View, { red, green, dim }: Colours): string[] {
  const paint = { passed: green, failed: red, "not begun": dim } as const;
  return waves.flatMap((wave, index) => [
    paint[wave.outcome](showHidden(describeWave(wave, index))),
    ...wave.problems.map(({ code, message }) => `  ${red(`${code}: ${showMessage(message)}`)}`),
    ...wave.answers.map((answer) => `  ${showHidden(describeAnswer(answer))}`),
  ]);
}

function paintNote(kind: NoteJson["kind"], { red, yellow }: Colours): (text: string) => string {
  if (kind === "refusal" || kind === "not rolled back") return red;
  return kind === "risk" || kind === "warning" ? yellow : String;
}
