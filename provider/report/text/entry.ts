import type { createColors } from "picocolors";
import { formatFault, formatPosition } from "../../pool-file/pool-file";
import { nameSetting } from "../../settings/value";
import { listNames } from "../../text";
import { showHidden } from "../../visible-text";
import type { FindingJson } from "../schema/parts";
import type { Block, BlockEntry, BlockGroup } from "../view/blocks";
import { listHosts } from "../view/list-hosts";
import type { View } from "../view/model";
import { describeDriftKind, describeEntryValues, showMessage } from "../view/sentences";
import { joinAlike } from "./alike";

/** What paints the texts of a report, or leaves them as they are. */
export type Colours = ReturnType<typeof createColors>;

/** Longer values are cut, in characters. */
const longestValue = 100;

/** The entries of a group of a block, each after an empty line. */
export function groupLines(
  view: View,
  block: Block,
  { id, title, advice, entries }: BlockGroup,
  colours: Colours,
): string[] {
  // The plan of the same call has what would change.
  if (id === "remaining") {
    const names = listNames(entries.map(({ pool }) => showHidden(pool)));
    return ["", `  ${colours.underline(title)}: ${names}`, ...(advice === undefined ? [] : [`  ${advice}`])];
  }
  return [
    ...(id === "changes" || id === "declared" ? [] : ["", `  ${colours.underline(title)}`]),
    ...(advice === undefined ? [] : [`  ${advice}`]),
    ...joinAlike(view.kind, entries).flatMap((entry) => ["", ...entryLines(view, block, entry, colours)]),
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
  const isDrift = view.kind === "drift" && entry.kind === "changed";
  const names = entry.settings.map((setting) => showHidden(nameSetting(setting)));
  const width = Math.max(0, ...names.map((name) => name.length));
  return entry.settings.map((setting, index) => {
    const place = setting.position === undefined ? "" : `  ${dim(showHidden(formatPosition(setting.position)))}`;
    const name = names[index] ?? "";
    const limits = { longest: longestValue, all: view.names };
    const values = `${showHidden(describeEntryValues(view.kind, entry, setting, limits))}${place}`;
    if (isDrift) return `${name} ${values}`;
    return `${width === 0 ? "" : `${name.padEnd(width)}  `}${values}`;
  });
}

/** The host, pool and place of a finding, for findings outside an entry. */
export function findingLines(finding: FindingJson, colours: Colours, isAlone: boolean): string[] {
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

function paintAction(action: BlockEntry["action"], { red, green, yellow, dim }: Colours): (text: string) => string {
  if (action === "delete") return red;
  if (action === "create") return green;
  return action === "ignored" ? dim : yellow;
}
