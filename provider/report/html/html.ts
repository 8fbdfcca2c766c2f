import type { FileFault, Position } from "../../errors";
import type { LintFinding } from "../../lint/rule";
import { formatPosition } from "../../pool-file/pool-file";
import { sha256 } from "../../sha256";
import { plural } from "../../text";
import { describeCounts, describeTotals } from "../view/counts";
import type { EntryView, GroupView, HostView, LineView, NoteView, ValueView, View } from "../view/model";
import { describeAnswer, describeImpact, describeNote, describeWave, safeLink } from "../view/sentences";
import { escapeHtml, messageHtml } from "./escape";
import { pageScript, pageStyle } from "./style";
import { timelineHtml } from "./timeline";

const titles = { plan: "Plan", apply: "Apply", drift: "Drift", lint: "Lint" } as const;

/** The page loads nothing; only its own style and script are allowed, by their digests. */
function policy(): string {
  const sources = [`style-src '${digest(pageStyle)}'`, `script-src '${digest(pageScript)}'`];
  return ["default-src 'none'", ...sources, "base-uri 'none'", "form-action 'none'"].join("; ");
}

/**
 * A report as one self-contained page. It is readable without script; with script it has a filter by host, action and
 * text.
 */
export function writeHtml(view: View): string {
  const title = `IIS application pools: ${titles[view.kind]}`;
  const lint = [...view.faults.map(faultHtml), ...view.findings.map((finding) => findingHtml(finding, true))];
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p class="total">${escapeHtml(describeTotals(view))}</p>
${navigationHtml(view)}
${wavesHtml(view)}${filterHtml(view)}
${view.hosts.map((host, index) => hostHtml(view.kind, host, `host-${index + 1}`)).join("\n")}
${lint.length === 0 ? "" : `<section class="host" data-group><h2>Lint</h2>\n${lint.join("\n")}\n</section>`}
</main>
<script>${pageScript}</script>
</body>
</html>
`;
}

function navigationHtml({ hosts }: View): string {
  if (hosts.length < 2 && hosts.every(({ recycling }) => recycling.length === 0)) return "";
  const links = hosts.map(({ host, recycling }, index) => {
    const times = recycling.length === 0 ? "" : ` <a href="#host-${index + 1}-recycling">recycling</a>`;
    return `<span><a href="#host-${index + 1}">${escapeHtml(host)}</a>${times}</span>`;
  });
  return `<nav aria-label="Hosts">${links.join("\n")}</nav>`;
}

function wavesHtml({ waves = [] }: View): string {
  if (waves.length === 0) return "";
  const items = waves.map((wave, index) => {
    const details = [
      ...wave.problems.map(({ code, message }) => `${code}: ${message}`),
      ...wave.answers.map((answer) => describeAnswer(answer)),
    ].map((text) => `<li>${escapeHtml(text)}</li>`);
    const below = details.length === 0 ? "" : `<ul>${details.join("")}</ul>`;
    return `<li>${escapeHtml(describeWave(wave, index))}${below}</li>`;
  });
  return `<section class="host"><h2>Waves</h2><ol>${items.join("\n")}</ol></section>\n`;
}

/** The filter works only with the script, so it is hidden until the script shows it. */
function filterHtml({ hosts, findings, faults }: View): string {
  const entries = hosts.flatMap(({ groups }) => groups.flatMap(({ entries }) => entries));
  const lint = findings.length + faults.length === 0 ? [] : ["lint"];
  const actions = [...new Set(entries.map(({ action }): string => action)), ...lint];
  const hostOptions = hosts.map(({ host }) => option(host, host)).join("");
  const actionOptions = actions.map((action) => option(action, action)).join("");
  return `<form hidden role="search" aria-label="Filter">
<label>Host<select name="host">${option("", "all")}${hostOptions}</select></label>
<label>Action<select name="action">${option("", "all")}${actionOptions}</select></label>
<label class="text">Text<input name="text" type="search" placeholder="pool, setting, value, file"></label>
<output></output>
</form>`;
}

function option(value: string, text: string): string {
  return `<option value="${escapeHtml(value)}">${escapeHtml(text)}</option>`;
}

function digest(text: string): string {
  return `sha256-${sha256(text).toString("base64")}`;
}

/** The value columns of a table: the value on the server, and the desired value. */
const columns = {
  plan: ["Now", "Then"],
  apply: ["Before", "After"],
  drift: ["Server", "Declared"],
  lint: ["", ""],
} as const;

/** One host of a report as a collapsible block; `id` is its anchor, `id-recycling` that of its timeline. */
export function hostHtml(kind: View["kind"], view: HostView, id: string): string {
  const { host, pools, error, groups, notes, counts, recycling, commands } = view;
  const about =
    error === undefined
      ? [...(pools === undefined ? [] : [plural(pools, "pool", "pools")]), describeCounts(kind, counts)].join(", ")
      : `failed: ${error.code}`;
  return `<details class="host" open id="${id}" data-section="${escapeHtml(host)}">
<summary><h2>${escapeHtml(host)}</h2><span class="soft">${escapeHtml(about)}</span></summary>
${[
  ...(error === undefined ? [] : [errorHtml(error)]),
  ...notes.map(noteHtml),
  ...groups.map((group) => groupHtml(kind, host, group)),
  ...(recycling.length === 0 ? [] : [timelineHtml(host, recycling, `${id}-recycling`)]),
  ...(commands.length === 0 ? [] : [commandsHtml(commands)]),
].join("\n")}
</details>`;
}

/** A finding of lint; outside an entry it includes host, pool and place. */
export function findingHtml(finding: LintFinding, isAlone: boolean): string {
  const { rule, severity, host = "", pool, path, message, link, position } = finding;
  const url = safeLink(link);
  const name = escapeHtml(rule);
  const text = [
    `<b>${severity}</b>`,
    url === undefined ? name : `<a href="${escapeHtml(url)}" rel="noreferrer">${name}</a>`,
    ...(isAlone ? [`${host === "" ? "" : `${escapeHtml(host)} `}<b>${escapeHtml(pool)}</b>`] : []),
    ...(path === "" ? [] : [`<code>${escapeHtml(path)}</code>`]),
    ...[messageHtml(message), ...(isAlone ? [placeHtml(position)] : [])],
  ].join(" ");
  const filtered = isAlone ? ` data-entry data-host="${escapeHtml(host)}" data-action="lint"` : "";
  return `<div class="finding ${severity}"${filtered}>${text}</div>`;
}

/** A fault of a file. */
export function faultHtml({ path, message, position }: FileFault): string {
  const what = path === "" ? "" : `<code>${escapeHtml(path)}</code> `;
  const start = '<div class="finding error" data-entry data-host="" data-action="lint"><b>fault</b>';
  return `${start} ${what}${messageHtml(message)} ${placeHtml(position)}</div>`;
}

function groupHtml(kind: View["kind"], host: string, { id, title, entries }: GroupView): string {
  const head = id === "changes" ? "" : `<h3>${escapeHtml(title)}</h3>\n`;
  return `<section data-group>\n${head}${entries.map((entry) => entryHtml(kind, host, entry)).join("\n")}\n</section>`;
}

function entryHtml(kind: View["kind"], host: string, entry: EntryView): string {
  const { symbol, action, pool, lines, impact, reason, position, findings, error, ignored } = entry;
  const why = reason === undefined ? "" : ` (${reason})`;
  return `<article class="entry ${action}" data-entry data-host="${escapeHtml(host)}" data-action="${action}">
<div class="head"><span class="badge">${symbol} ${action}${why}</span><b>${escapeHtml(pool)}</b>${placeHtml(position)}</div>
${[
  ...(lines.length === 0 ? [] : [tableHtml(lines, columns[kind])]),
  ...(impact === undefined ? [] : [`<p class="impact"><b>Impact:</b> ${messageHtml(describeImpact(impact))}</p>`]),
  ...(ignored === undefined
    ? []
    : [`<p class="impact"><b>Ignored:</b> ${messageHtml(ignored.reason)} ${placeHtml(ignored.position)}</p>`]),
  ...(error === undefined ? [] : [errorHtml(error)]),
  ...findings.map((finding) => findingHtml(finding, false)),
].join("\n")}
</article>`;
}

function tableHtml(lines: readonly LineView[], [before, after]: readonly [string, string]): string {
  const rows = lines.map(({ path, from, to, position }) => {
    const place = position === undefined ? "" : escapeHtml(formatPosition(position));
    const cells = [
      `<td><code>${escapeHtml(path)}</code></td>`,
      valueHtml("old", before, from),
      valueHtml("new", after, to),
      `<td class="file mono">${place}</td>`,
    ].join("");
    return `<tr>${cells}</tr>`;
  });
  const head = `<tr><th scope="col">Setting</th><th scope="col">${before}</th><th scope="col">${after}</th><th scope="col">File</th></tr>`;
  return `<table class="diff"><thead>${head}</thead><tbody>${rows.join("\n")}</tbody></table>`;
}

function valueHtml(look: string, label: string, value: ValueView | undefined): string {
  const text = value === undefined ? "" : `<code>${escapeHtml(value.text)}</code>`;
  return `<td class="${look}" data-label="${label}">${text}</td>`;
}

function errorHtml({ code, message }: { readonly code: string; readonly message: string }): string {
  return `<p class="note bad"><b>${escapeHtml(code)}</b> ${messageHtml(message)}</p>`;
}

function noteHtml(note: NoteView): string {
  const { kind } = note;
  const look = kind === "not rolled back" ? "bad" : kind === "rolled back" ? "" : kind;
  return `<p class="note ${look}">${messageHtml(describeNote(note))}</p>`;
}

function placeHtml(position: Position | undefined): string {
  return position === undefined ? "" : `<span class="place mono">${escapeHtml(formatPosition(position))}</span>`;
}

function commandsHtml(commands: readonly string[]): string {
  const lines = commands.map(escapeHtml).join("\n");
  return `<details><summary>appcmd commands</summary><pre><code>${lines}</code></pre></details>`;
}
