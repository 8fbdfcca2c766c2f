import { describeAnswer, describeLosses, describeWave } from "../view/sentences";
import { escapeHtml, placesAt } from "./escape";
import { type Block, blocksOf } from "../view/blocks";
import { describeTotals } from "../view/counts";
import { sharedFindings } from "../view/list-hosts";
import { fleetColumns, fleetRows } from "../view/fleet";
import { describeMade } from "../view/made";
import type { View } from "../view/model";
import { sha256 } from "../../sha256";
import { blockHtml, faultHtml, findingHtml, type Page } from "./block";
import { fleetTimelineHtml } from "./fleet-timeline";
import { pageScript, pageStyle } from "./style";

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
  const title = `IIS application pools: ${view.title}`;
  const placeHtml = placesAt(view.made);
  const page: Page = { view, placeHtml };
  const blocks = blocksOf(view.hosts);
  const losses = describeLosses(view);
  const lint = [
    ...view.faults.map((fault) => faultHtml(fault, placeHtml)),
    ...sharedFindings(view).map((finding) => findingHtml(finding, placeHtml, finding.hosts)),
  ];
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
${view.made === undefined ? "" : `<p class="soft made">${escapeHtml(describeMade(view.made))}</p>`}
${fleetHtml(view, blocks)}${losses === undefined || view.kind === "apply" ? "" : `<p>${escapeHtml(losses)}</p>`}
${fleetTimelineHtml(view)}
${wavesHtml(view)}${filterHtml(view)}
${blocks.map((block, index) => blockHtml(page, block, `host-${index + 1}`)).join("\n")}
${lint.length === 0 ? "" : `<section class="host" data-group><h2>Lint</h2>\n${lint.join("\n")}\n</section>`}
</main>
<script>${pageScript}</script>
</body>
</html>
`;
}

/** The table of the hosts, which links to their blocks. */
function fleetHtml(view: View, blocks: readonly Block[]): string {
  if (view.hosts.length < 2) return "";
  const rows = fleetRows(view, blocks);
  const columns = fleetColumns(view.kind, rows);
  const head = columns.map(({ title }) => `<th scope="col">${title}</th>`).join("");
  const body = rows.map((row, index) => {
    const cells = columns.map(({ cellOf }, column) => {
      const text = escapeHtml(cellOf(row));
      return column === 0 ? `<th scope="row"><a href="#host-${index + 1}">${text}</a></th>` : `<td>${text}</td>`;
    });
    return `<tr${row.isFailed ? ' class="failed"' : ""}>${cells.join("")}</tr>`;
  });
  return `<div class="scroll fleet" tabindex="0" role="region" aria-label="Hosts"><table><thead><tr>${head}</tr></thead><tbody>${body.join("\n")}</tbody></table></div>\n`;
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
function filterHtml({ hosts, names, findings, faults }: View): string {
  const entries = hosts.flatMap(({ groups }) => groups.flatMap(({ entries }) => entries));
  const lint = findings.length + faults.length === 0 ? [] : ["lint"];
  const actions = [...new Set(entries.map(({ kind, action }): string => kind ?? action)), ...lint];
  const hostOptions = names.map((host) => option(host, host)).join("");
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
