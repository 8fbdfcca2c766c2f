import type { ErrorJson, FaultJson, FindingJson, NoteJson } from "../schema/parts";
import { type Block, type BlockEntry, type BlockGroup, type BlockSetting, nameBlock } from "../view/blocks";
import { listHosts } from "../view/list-hosts";
import { describeCounts } from "../view/counts";
import type { HostView, View } from "../view/model";
import { describeDriftKind, describeEntry, describeNote, describeSettingValues, safeLink } from "../view/sentences";
import { plural } from "../../text";
import { escapeHtml, messageHtml, type PlaceHtml } from "./escape";
import { timelineHtml } from "./timeline";

/** What all parts of a page share. */
export interface Page {
  readonly view: View;
  readonly placeHtml: PlaceHtml;
}

/**
 * Hosts of which the report says the same as a collapsible block, open if anything changes; `id` is its anchor,
 * `id-recycling` that of its timelines.
 */
export function blockHtml(page: Page, block: Block, id: string): string {
  const { view } = page;
  const { hosts, pools, error, isSkipped = false, groups, notes, counts, commands } = block;
  const about =
    error === undefined
      ? [...(pools === undefined ? [] : [pools]), describeCounts(view.kind, counts)].join(", ")
      : `${isSkipped ? "skipped" : "failed"}: ${error.code}`;
  const isQuiet = error === undefined && groups.length + notes.length === 0;
  const members = view.hosts.filter(({ host }) => hosts.includes(host));
  return `<details class="host"${isQuiet ? "" : " open"} id="${id}" data-section="${escapeHtml(JSON.stringify(hosts))}">
<summary><h2>${escapeHtml(nameBlock(block, view.names))}</h2><span class="soft">${escapeHtml(about)}</span></summary>
${[
  ...(error === undefined ? [] : [errorHtml(error)]),
  ...notes.map(noteHtml),
  ...groups.map((group) => groupHtml(page, block, group)),
  ...unchangedHtml(members, groups),
  ...timelinesHtml(members, view.names, id),
  ...(commands.length === 0 ? [] : [commandsHtml(commands, hosts)]),
].join("\n")}
</details>`;
}

/** The pools that stay as they are, by name. */
function unchangedHtml(members: readonly HostView[], groups: readonly BlockGroup[]): string[] {
  const changed = new Set(groups.flatMap(({ entries }) => entries.map(({ pool }) => pool)));
  const names = [...new Set(members.flatMap(({ recycling }) => recycling.map(({ pool }) => pool)))];
  const unchanged = names.filter((pool) => !changed.has(pool));
  if (unchanged.length === 0) return [];
  const count = plural(unchanged.length, "pool does not change", "pools do not change");
  return [
    `<details class="quiet"><summary>${count}</summary><p class="mono">${escapeHtml(unchanged.join(", "))}</p></details>`,
  ];
}

/** A timeline for hosts whose pools recycle at the same times; several are collapsed. */
function timelinesHtml(members: readonly HostView[], all: readonly string[], id: string): string[] {
  const known = members.filter(({ recycling }) => recycling.length > 0);
  const sets = [...Map.groupBy(known, ({ recycling }) => JSON.stringify(recycling)).values()];
  const timelines = sets.map((of, index) => {
    const names = listHosts(
      of.map(({ host }) => host),
      all,
    );
    const timeline = timelineHtml(
      names,
      of[0]?.recycling ?? [],
      `${id}-recycling${index === 0 ? "" : `-${index + 1}`}`,
    );
    return sets.length === 1 ? timeline : `<details><summary>${escapeHtml(names)}</summary>\n${timeline}\n</details>`;
  });
  if (sets.length < 2) return timelines;
  return [`<details class="quiet"><summary>Recycling by host</summary>\n${timelines.join("\n")}\n</details>`];
}

function groupHtml(page: Page, block: Block, { id, title, advice, entries }: BlockGroup): string {
  const head = id === "changes" || id === "declared" ? "" : `<h3>${escapeHtml(title)}</h3>\n`;
  const remark = advice === undefined ? "" : `<p class="soft">${messageHtml(advice)}</p>\n`;
  return `<section data-group>\n${head}${remark}${entries.map((entry) => entryHtml(page, block, entry)).join("\n")}\n</section>`;
}

function entryHtml(page: Page, block: Block, entry: BlockEntry): string {
  const { placeHtml } = page;
  const { action, kind, pool, settings, effect, position, findings, error, ignored } = entry;
  const word = kind ?? action;
  return `<article class="entry ${word}" data-entry data-host="${escapeHtml(JSON.stringify(block.hosts))}" data-action="${word}">
<div class="head"><span class="badge">${badge(page, block, entry)}</span><b>${escapeHtml(pool)}</b>${placeHtml(position)}</div>
${[
  ...(settings.length === 0 ? [] : [tableHtml(page, settings)]),
  ...(effect === undefined ? [] : [`<p class="impact">${messageHtml(effect)}</p>`]),
  ...(ignored === undefined
    ? []
    : [`<p class="impact"><b>Ignored:</b> ${messageHtml(ignored.reason)} ${placeHtml(ignored.position)}</p>`]),
  ...(error === undefined ? [] : [errorHtml(error)]),
  ...findings.map((finding) => findingHtml(finding, placeHtml)),
].join("\n")}
</article>`;
}

function badge({ view }: Page, block: Block, entry: BlockEntry): string {
  const { symbol, reason } = entry;
  const word = escapeHtml(describeEntry(entry, listHosts(block.hosts, view.names)));
  if (describeDriftKind(entry, "") !== undefined) return word;
  return `${symbol} ${word}${reason === undefined ? "" : ` (${reason})`}`;
}

function tableHtml(page: Page, settings: readonly BlockSetting[]): string {
  const { columns, kind } = page.view;
  const isCompared = kind === "compare";
  const rows = settings.flatMap((setting) => rowsHtml(page, setting));
  const titles = ["Setting", ...columns, ...(isCompared ? [] : ["File"])];
  const head = `<tr>${titles.map((title) => `<th scope="col">${escapeHtml(title)}</th>`).join("")}</tr>`;
  return `<table class="diff${isCompared ? " compared" : ""}"><thead>${head}</thead><tbody>${rows.join("\n")}</tbody></table>`;
}

/** A row, or a row for each value by host. */
function rowsHtml({ view, placeHtml }: Page, setting: BlockSetting): string[] {
  const { path, label, from, to, text, variants, position } = setting;
  const [before, after] = view.columns;
  const code = path === "" ? "" : `<code>${escapeHtml(path)}</code>`;
  const name = label === undefined ? code : `${escapeHtml(label)}<br>${code}`;
  const row = (what: string, old: string | undefined, now: string | undefined): string =>
    `<tr><td>${what}</td>${valueHtml("old", before, old)}${valueHtml("new", after, now)}${view.kind === "compare" ? "" : `<td class="file">${placeHtml(position)}</td>`}</tr>`;
  // What is said in place of values is of neither column.
  if (text !== undefined)
    return [`<tr><td>${name}</td><td colspan="2">${codeHtml(describeSettingValues(setting))}</td><td></td></tr>`];
  if (variants === undefined) return [row(name, from, to)];
  return variants.map((one, index) =>
    row(`${index === 0 ? `${name}<br>` : ""}on ${escapeHtml(listHosts(one.hosts, view.names))}`, one.from, one.to),
  );
}

function valueHtml(look: string, label: string, value: string | undefined): string {
  return `<td class="${look}" data-label="${escapeHtml(label)}">${codeHtml(value)}</td>`;
}

function codeHtml(value = ""): string {
  return value === "" ? "" : `<code>${escapeHtml(value)}</code>`;
}

function errorHtml({ code, message }: Pick<ErrorJson, "code" | "message">): string {
  return `<p class="note bad"><b>${escapeHtml(code)}</b> ${messageHtml(message)}</p>`;
}

function noteHtml(note: NoteJson): string {
  const { kind } = note;
  const look = kind === "not rolled back" ? "bad" : kind === "rolled back" ? "" : kind;
  return `<p class="note ${look}">${messageHtml(describeNote(note))}</p>`;
}

function commandsHtml(commands: readonly string[], hosts: readonly string[]): string {
  const where = hosts.length > 1 ? ` on ${escapeHtml(hosts[0] ?? "")}` : "";
  const lines = commands.map(escapeHtml).join("\n");
  return `<details><summary>appcmd commands${where}</summary><pre><code>${lines}</code></pre></details>`;
}

/**
 * A finding of lint; outside an entry it includes host, pool and place.
 *
 * @param hosts all hosts of a finding outside an entry
 */
export function findingHtml(finding: FindingJson, placeHtml: PlaceHtml, hosts?: readonly string[]): string {
  const isAlone = hosts !== undefined;
  const { rule, severity, host = "", pool, path, message, link, position } = finding;
  const url = safeLink(link);
  const name = escapeHtml(rule);
  const text = [
    `<b>${severity}</b>`,
    url === undefined ? name : `<a href="${escapeHtml(url)}" rel="noreferrer">${name}</a>`,
    ...(isAlone
      ? [`${host === "" ? "" : `${escapeHtml(host)} `}${pool === "" ? "" : `<b>${escapeHtml(pool)}</b>`}`]
      : []),
    ...(path === "" ? [] : [`<code>${escapeHtml(path)}</code>`]),
    ...[messageHtml(message), ...(isAlone ? [placeHtml(position)] : [])],
  ].join(" ");
  const filtered = isAlone ? ` data-entry data-host="${escapeHtml(JSON.stringify(hosts))}" data-action="lint"` : "";
  return `<div class="finding ${severity}"${filtered}>${text}</div>`;
}

/** A fault of a file. */
export function faultHtml({ path, message, position }: FaultJson, placeHtml: PlaceHtml): string {
  const what = path === "" ? "" : `<code>${escapeHtml(path)}</code> `;
  const start = '<div class="finding error" data-entry data-host="[]" data-action="lint"><b>fault</b>';
  return `${start} ${what}${messageHtml(message)} ${placeHtml(position)}</div>`;
}
