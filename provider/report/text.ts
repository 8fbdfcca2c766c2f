import { createColors } from "picocolors";
import { formatFault, formatPosition } from "../pool-file/pool-file";
import { explainZero, nameSetting } from "../settings/shown";
import { showHidden } from "../visible-text";
import type { FaultJson, FindingJson, NoteJson } from "./schema/parts";
import {
  type Block,
  type BlockEntry,
  type BlockGroup,
  type BlockSetting,
  blocksOf,
  listHosts,
  nameBlock,
} from "./view/blocks";
import { describeCounts, describeTotals } from "./view/counts";
import { fleetColumns, fleetRows } from "./view/fleet";
import type { View } from "./view/model";
import {
  describeAnswer,
  describeDriftKind,
  describeLosses,
  describeNote,
  describeSettingValues,
  describeWave,
  showMessage,
  whatRestoreOverwrites,
  cutText,
  type ValueLimits,
} from "./view/sentences";

type Colours = ReturnType<typeof createColors>;

/** Longer values are cut, in characters. */
const longestValue = 100;

/** A report for a terminal; colours add no information. Hosts of which it says the same are one block. */
export function writeText(view: View, { colour }: { readonly colour: boolean }): string {
  const colours = createColors(colour);
  const blocks = blocksOf(view.hosts);
  const losses = describeLosses(view);
  const paragraphs = [
    ...(blocks.length > 1 || view.hosts.length > 1 ? [fleetLines(view, blocks, colours)] : []),
    ...(view.kind === "apply"
      ? applyParagraphs(view, blocks, colours)
      : blocks.map((one) => blockLines(view, one, colours))),
    view.faults.map((fault) => faultLine(fault, colours)),
    view.findings.flatMap((finding) => findingLines(finding, colours, true)),
    waveLines(view, colours),
    losses === undefined || view.kind === "apply" ? [] : [losses],
    [colours.bold(showHidden(describeTotals(view)))],
  ];
  const full = paragraphs.filter((lines) => lines.length > 0);
  return `${full.map((lines) => lines.map((line) => line.trimEnd()).join("\n")).join("\n\n")}\n`;
}

/** A table of the hosts: what changes on each, what recycles, what needs --allow. */
function fleetLines(view: View, blocks: readonly Block[], { bold, red }: Colours): string[] {
  const rows = fleetRows(view, blocks);
  const columns = fleetColumns(view.kind, rows);
  const texts = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ cellOf }) => showHidden(cellOf(row)))),
  ];
  const widths = columns.map((_, column) => Math.max(...texts.map((cells) => cells[column]?.length ?? 0)));
  return texts.map((cells, index) => {
    const line = cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
    if (index === 0) return bold(line);
    return rows[index - 1]?.isFailed === true ? red(line) : line;
  });
}

/** Nothing of a block whose row in the table says all there is. */
function blockLines(view: View, block: Block, colours: Colours): string[] {
  const { hosts, pools, error, groups, notes, counts } = block;
  if (view.kind === "lint") return [];
  const names = showHidden(nameBlock(block, view.names));
  if (error !== undefined)
    return [`${colours.bold(names)}  ${colours.red(`${error.code}: ${showMessage(error.message)}`)}`];
  if (groups.length + notes.length === 0 && (view.hosts.length > hosts.length || hosts.length > 1)) return [];
  const about = [...(pools === undefined ? [] : [pools]), describeCounts(view.kind, counts)].join(", ");
  const remarks = notes.map((note) => noteLine(note, colours));
  return [
    `${colours.bold(names)}  ${about}`,
    ...groups.flatMap((group) => groupLines(view, block, group, colours)),
    ...(remarks.length === 0 ? [] : ["", ...remarks]),
  ];
}

/** A line for each host, then what failed and how to restore. */
function applyParagraphs(view: View, blocks: readonly Block[], colours: Colours): string[][] {
  const details = blocks.map((block) => {
    const { error } = block;
    const failed = block.groups.filter(({ id }) => id !== "applied");
    const notes = block.notes.filter(({ kind }) => kind !== "backup");
    const names = colours.bold(showHidden(nameBlock(block, view.names)));
    if (error !== undefined) return [`${names}  ${colours.red(`${error.code}: ${showMessage(error.message)}`)}`];
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
    notes.flatMap(({ kind, text }) => (kind === "backup" ? [{ host, text }] : [])),
  );
  if (backups.length === 0) return [];
  const commands = [...Map.groupBy(backups, ({ text }) => text)].map(([command, of]) => {
    const names = listHosts(
      of.map(({ host }) => host),
      all,
    );
    return `  ${showHidden(names)}: ${showHidden(command)}`;
  });
  return [`To restore the configuration from before (it ${whatRestoreOverwrites}):`, ...commands];
}

function groupLines(view: View, block: Block, { id, title, entries }: BlockGroup, colours: Colours): string[] {
  return [
    ...(id === "changes" || id === "declared" ? [] : ["", `  ${colours.underline(title)}`]),
    ...entries.flatMap((entry) => ["", ...entryLines(view, block, entry, colours)]),
  ];
}

function entryLines(view: View, block: Block, entry: BlockEntry, colours: Colours): string[] {
  const { position, error, ignored, effect } = entry;
  const place = position === undefined ? "" : `  ${colours.dim(showHidden(formatPosition(position)))}`;
  const about = [
    ...settingLines(view, entry, colours),
    ...(effect === undefined ? [] : [showMessage(effect)]),
    ...(ignored === undefined
      ? []
      : [`ignored: ${showMessage(ignored.reason)}  ${showHidden(formatPosition(ignored.position))}`]),
    ...(error === undefined ? [] : [colours.red(`${error.code}: ${showMessage(error.message)}`)]),
    ...entry.findings.flatMap((finding) => findingLines(finding, colours, false)),
  ];
  return [`  ${entryHead(view, block, entry, colours)}${place}`, ...about.map((line) => `      ${line}`)];
}

/** Of drift, what is; of a plan, what changes. */
function entryHead({ names: all }: View, block: Block, entry: BlockEntry, colours: Colours): string {
  const { kind, symbol, action, reason, pool } = entry;
  const name = showHidden(pool);
  const drift = describeDriftKind(entry, listHosts(block.hosts, all));
  if (drift !== undefined) {
    const paint = kind === "missing" ? colours.red : colours.yellow;
    return paint(drift === "" ? name : `${name}: ${showHidden(drift)}`);
  }
  const why = reason === undefined ? "" : ` (${reason})`;
  return paintAction(action, colours)(`${symbol} ${name}  ${action}${why}`);
}

function settingLines(view: View, entry: BlockEntry, { dim }: Colours): string[] {
  // What a missing pool would get is in its file.
  if (entry.kind === "missing" && entry.action === "create") return [];
  const isDrift = view.kind === "drift" && entry.kind === "changed";
  const names = entry.settings.map((setting) => showHidden(nameSetting(setting)));
  const width = Math.max(0, ...names.map((name) => name.length));
  return entry.settings.map((setting, index) => {
    const place = setting.position === undefined ? "" : `  ${dim(showHidden(formatPosition(setting.position)))}`;
    const name = names[index] ?? "";
    const limits = { longest: longestValue, all: view.names };
    if (isDrift) return `${name} ${showHidden(describeDrift(setting, limits))}${place}`;
    const start = width === 0 ? "" : `${name.padEnd(width)}  `;
    return `${start}${showHidden(describeSettingValues(setting, limits))}${place}`;
  });
}

/** `is off (no limit), file says 1.5 GB`. */
function describeDrift(setting: BlockSetting, limits: ValueLimits): string {
  const { from, to, variants } = setting;
  if (variants !== undefined || to === undefined) return describeSettingValues(setting, limits);
  const live = from === undefined ? "is not set" : `is ${cutText(explainZero(setting.path, from), limits.longest)}`;
  return `${live}, file says ${cutText(to, limits.longest)}`;
}

function noteLine(note: NoteJson, colours: Colours): string {
  return `  ${paintNote(note.kind, colours)(showMessage(describeNote(note)))}`;
}

/** The host, pool and place of a finding, for findings outside an entry. */
function findingLines(finding: FindingJson, colours: Colours, isAlone: boolean): string[] {
  const { severity, rule, pool, host, path, message, position, link } = finding;
  const paint = severity === "error" ? colours.red : severity === "warning" ? colours.yellow : colours.cyan;
  const place = position === undefined ? "" : `${formatPosition(position)} `;
  const whose = `${place}${host === undefined ? "" : `${host}: `}${pool}`;
  const text = showMessage(formatFault({ path, message }));
  return [
    `${isAlone ? `${showHidden(whose.trimEnd())}  ` : ""}${paint(`${severity} ${rule}`)}  ${text}`,
    `  ${colours.dim(showHidden(link))}`,
  ];
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

function paintAction(action: BlockEntry["action"], { red, green, yellow, dim }: Colours): (text: string) => string {
  if (action === "delete") return red;
  if (action === "create") return green;
  return action === "ignored" ? dim : yellow;
}

function paintNote(kind: NoteJson["kind"], { red, yellow }: Colours): (text: string) => string {
  if (kind === "refusal" || kind === "not rolled back") return red;
  return kind === "risk" || kind === "warning" ? yellow : String;
}
