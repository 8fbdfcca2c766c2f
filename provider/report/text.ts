import { createColors } from "picocolors";
import { formatFault, formatPosition } from "../pool-file/pool-file";
import type { FileFault } from "../errors";
import type { LintFinding } from "../lint/rule";
import { plural } from "../text";
import {
  describeAnswer,
  describeImpact,
  describeLine,
  describeNote,
  describeWave,
  showMessage,
} from "./view/sentences";
import { showHidden } from "../visible-text";
import { describeCounts, describeTotals } from "./view/counts";
import type { EntryView, HostView, View } from "./view/model";

type Colours = ReturnType<typeof createColors>;

/** Longer values are cut, in characters. */
const longestValue = 100;

/** A report for a terminal; colours add no information. */
export function writeText(view: View, { colour }: { readonly colour: boolean }): string {
  const colours = createColors(colour);
  const blocks = [
    ...view.hosts.map((host) => hostLines(view, host, colours)),
    view.faults.map((fault) => faultLine(fault, colours)),
    view.findings.flatMap((finding) => findingLines(finding, colours, true)),
    waveLines(view, colours),
    [colours.bold(showHidden(describeTotals(view)))],
  ];
  const full = blocks.filter((lines) => lines.length > 0);
  return `${full.map((lines) => lines.map((line) => line.trimEnd()).join("\n")).join("\n\n")}\n`;
}

function waveLines({ waves = [] }: View, { red, green, dim }: Colours): string[] {
  const paint = { passed: green, failed: red, "not begun": dim } as const;
  return waves.flatMap((wave, index) => [
    paint[wave.outcome](showHidden(describeWave(wave, index))),
    ...wave.problems.map(({ code, message }) => `  ${red(`${code}: ${showMessage(message)}`)}`),
    ...wave.answers.map((answer) => `  ${showHidden(describeAnswer(answer))}`),
  ]);
}

function hostLines({ kind }: View, view: HostView, colours: Colours): string[] {
  const { host, pools, error, groups, notes, counts } = view;
  const name = colours.bold(showHidden(host));
  if (error !== undefined) return [`${name}  ${colours.red(`${error.code}: ${showMessage(error.message)}`)}`];
  const about = [...(pools === undefined ? [] : [plural(pools, "pool", "pools")]), describeCounts(kind, counts)];
  const entries = groups.flatMap(({ id, title, entries }) => [
    ...(id === "changes" ? [] : ["", `  ${colours.underline(title)}`]),
    ...entries.flatMap((entry) => ["", ...entryLines(entry, colours)]),
  ]);
  const remarks = notes.map((note) => `  ${paintNote(note.kind, colours)(showMessage(describeNote(note)))}`);
  return [`${name}  ${about.join(", ")}`, ...entries, ...(remarks.length === 0 ? [] : ["", ...remarks])];
}

function entryLines(entry: EntryView, colours: Colours): string[] {
  const { symbol, action, pool, position, reason, error, ignored, impact } = entry;
  const place = position === undefined ? "" : `  ${colours.dim(showHidden(formatPosition(position)))}`;
  const why = reason === undefined ? "" : ` (${reason})`;
  const about = [
    ...settingLines(entry, colours),
    ...(impact === undefined ? [] : [`impact: ${showHidden(describeImpact(impact))}`]),
    ...(ignored === undefined
      ? []
      : [`ignored: ${showMessage(ignored.reason)}  ${showHidden(formatPosition(ignored.position))}`]),
    ...(error === undefined ? [] : [colours.red(`${error.code}: ${showMessage(error.message)}`)]),
    ...entry.findings.flatMap((finding) => findingLines(finding, colours, false)),
  ];
  const head = paintAction(action, colours)(`${symbol} ${showHidden(pool)}  ${action}${why}`);
  return [`  ${head}${place}`, ...about.map((line) => `      ${line}`)];
}

function settingLines({ lines }: EntryView, { dim }: Colours): string[] {
  const paths = lines.map(({ path }) => showHidden(path));
  const width = Math.max(0, ...paths.map((path) => path.length));
  return lines.map((line, index) => {
    const place = line.position === undefined ? "" : `  ${dim(showHidden(formatPosition(line.position)))}`;
    const name = width === 0 ? "" : `${paths[index]?.padEnd(width) ?? ""}  `;
    return `${name}${showHidden(describeLine(line, longestValue))}${place}`;
  });
}

/** The host, pool and place of a finding, for findings outside an entry. */
function findingLines(finding: LintFinding, colours: Colours, isAlone: boolean): string[] {
  const { severity, rule, pool, host, path, message, position, link } = finding;
  const paint = severity === "error" ? colours.red : severity === "warning" ? colours.yellow : colours.cyan;
  const place = position === undefined ? "" : `${formatPosition(position)} `;
  const whose = `${place}${host === undefined ? "" : `${host}: `}${pool}`;
  const text = showMessage(formatFault({ path, message }));
  return [
    `${isAlone ? `${showHidden(whose)}  ` : ""}${paint(`${severity} ${rule}`)}  ${text}`,
    `  ${colours.dim(showHidden(link))}`,
  ];
}

function faultLine({ position, path, message }: FileFault, { red }: Colours): string {
  const place = position === undefined ? [] : [formatPosition(position)];
  return red(showMessage([...place, formatFault({ path, message })].join(" ")));
}

function paintAction(action: EntryView["action"], { red, green, yellow, dim }: Colours): (text: string) => string {
  if (action === "delete") return red;
  if (action === "create") return green;
  return action === "ignored" ? dim : yellow;
}

function paintNote(kind: HostView["notes"][number]["kind"], { red, yellow }: Colours): (text: string) => string {
  if (kind === "refusal" || kind === "not rolled back") return red;
  return kind === "risk" || kind === "warning" ? yellow : String;
}
