import { formatPosition } from "../../pool-file/pool-file";
import { plural } from "../../text";
import type { FindingJson, Made } from "../schema/parts";
import { type Block, type BlockEntry, type BlockGroup, type BlockSetting, blocksOf, nameBlock } from "../view/blocks";
import { listHosts, sharedFindings } from "../view/list-hosts";
import { describeCounts, describeTotals } from "../view/counts";
import { fleetColumns, fleetRows } from "../view/fleet";
import { describeMade, fileLink } from "../view/made";
import type { View } from "../view/model";
import {
  describeAnswer,
  describeDriftKind,
  describeLosses,
  describeNote,
  describeSettingValues,
  describeWave,
  safeLink,
} from "../view/sentences";
import { escapeMarkdown, inlineCode } from "./escape";
import { fitBlocks, type Section } from "./fit";

/** The first line of the comment, which identifies it; it is invisible when rendered. */
export const defaultMarker = "<!-- iispools -->";

/** The maximum number of characters: GitHub accepts comments of 65,536; the rest is reserved for other text. */
export const longestMarkdown = 64_000;

/** Longer values are cut, in characters. */
const longestValue = 200;

/** Room for the sentence about the cut, in characters. */
const noteRoom = 400;

/** The summary that the reader of the heading sees. */
const icons: Readonly<Partial<Record<BlockEntry["action"], string>>> = {
  delete: "🔴",
  create: "🟢",
  update: "🟡",
  rename: "🟡",
};
const driftIcons = { missing: "🔴", changed: "🟡", extra: "🟡" } as const;

/**
 * A report as a comment on a pull request: a table of the hosts, and a collapsible block for hosts of which it says the same,
 * at most {@link longestMarkdown} characters.
 */
export function writeMarkdown(view: View, { marker = defaultMarker }: { readonly marker?: string } = {}): string {
  const blocks = blocksOf(view.hosts);
  const losses = describeLosses(view);
  const head = [
    `${marker}\n### IIS application pools: ${view.title}\n`,
    `\n**${escapeMarkdown(describeTotals(view))}**\n`,
    ...(view.made === undefined ? [] : [`\n<sub>${escapeMarkdown(describeMade(view.made))}</sub>\n`]),
    ...(view.hosts.length > 1 ? [fleetTable(view, blocks)] : []),
    ...(losses === undefined || view.kind === "apply" ? [] : [`\n${escapeMarkdown(losses)}\n`]),
  ].join("");
  const sections = [...waveSection(view), ...sectionsOf(view, blocks)];
  const { text, left } = fitBlocks(sections, longestMarkdown - head.length - noteRoom);
  return `${head}${text}${left.blocks === 0 && left.sections === 0 ? "" : cutNote(left)}`;
}

function cutNote({ blocks, sections }: { readonly blocks: number; readonly sections: number }): string {
  const what = [
    ...(blocks === 0 ? [] : [`${plural(blocks, "part", "parts")} of what is listed`]),
    ...(sections === 0 ? [] : [`${plural(sections, "host", "hosts")} altogether`]),
  ].join(" and ");
  const limit = longestMarkdown.toLocaleString("en-US");
  return (
    `\n> [!WARNING]\n> **Cut:** ${what} did not fit into ${limit} characters. ` +
    "The counts are those of the whole report; the formats `text`, `json` and `html` have all of it.\n"
  );
}

/** At most so many rows, so that a fleet of a thousand different hosts leaves room for the changes. */
const mostRows = 60;

function fleetTable(view: View, blocks: readonly Block[]): string {
  const rows = fleetRows(view, blocks);
  const columns = fleetColumns(view.kind, rows);
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |\n`;
  const shown = rows.slice(0, mostRows).map((row) => line(columns.map(({ cellOf }) => escapeMarkdown(cellOf(row)))));
  const rest = rows.length - shown.length;
  return [
    `\n${line(columns.map(({ title }) => title))}${line(columns.map(() => "---"))}${shown.join("")}`,
    ...(rest > 0 ? [`\nand ${plural(rest, "more row", "more rows")}\n`] : []),
  ].join("");
}

function sectionsOf(view: View, blocks: readonly Block[]): Section[] {
  const lint = [
    ...view.faults.map(({ position, path, message }) => {
      const place = position === undefined ? "" : `${placeText(position, view.made)} `;
      return `- **fault** ${place}${path === "" ? "" : `${inlineCode(path)} `}${escapeMarkdown(message)}\n`;
    }),
    ...sharedFindings(view).map((finding) => `- ${findingText(finding, view.made, true)}\n`),
  ];
  const hosts = blocks.map((block) => blockSection(view, block, blocks.length === 1));
  return lint.length === 0 ? hosts : [...hosts, { open: "\n#### Lint\n\n", blocks: lint, close: "" }];
}

function waveSection({ waves = [] }: View): Section[] {
  const icon = { passed: "✅", failed: "❌", "not begun": "⏸️" } as const;
  const blocks = waves.map((wave, index) =>
    [
      `- ${icon[wave.outcome]} ${escapeMarkdown(describeWave(wave, index))}\n`,
      ...wave.problems.map(({ code, message }) => `  - **${code}** ${escapeMarkdown(message)}\n`),
      ...wave.answers.map((answer) => `  - ${inlineCode(describeAnswer(answer))}\n`),
    ].join(""),
  );
  return blocks.length === 0 ? [] : [{ open: "\n#### Waves\n\n", blocks, close: "" }];
}

function blockSection(view: View, block: Block, isOnly: boolean): Section {
  const { hosts, pools, error, isSkipped = false, groups, notes, counts, commands } = block;
  const about =
    error !== undefined
      ? `${isSkipped ? "⏭️ skipped:" : "❌"} ${error.code}`
      : [...(pools === undefined ? [] : [pools]), describeCounts(view.kind, counts)].join(", ");
  return {
    open: `\n<details${isOnly ? " open" : ""}><summary><b>${escapeMarkdown(nameBlock(block, view.names))}</b>: ${escapeMarkdown(about)}</summary>\n`,
    blocks: [
      ...(error === undefined ? [] : [`\n**${error.code}** ${escapeMarkdown(error.message)}\n`]),
      ...notes.map((note) => `\n> ${escapeMarkdown(describeNote(note))}\n`),
      ...groups.flatMap((group) => groupBlocks(view, block, group)),
      ...(commands.length === 0 ? [] : [commandBlock(commands, hosts)]),
    ],
    close: "\n</details>\n",
  };
}

function groupBlocks(view: View, block: Block, { id, title, advice, entries }: BlockGroup): string[] {
  const blocks = entries.map((entry) => entryBlock(view, block, entry));
  const [first = "", ...others] = blocks;
  const remark = advice === undefined ? "" : `\n${escapeMarkdown(advice)}\n`;
  return id === "changes" || id === "declared"
    ? blocks
    : [`\n##### ${escapeMarkdown(title)}\n${remark}${first}`, ...others];
}

function entryBlock(view: View, block: Block, entry: BlockEntry): string {
  const { position, findings, error, ignored, effect } = entry;
  const place = position === undefined ? "" : ` · ${placeText(position, view.made)}`;
  const remarks = [
    ...(error === undefined ? [] : [`**${error.code}** ${escapeMarkdown(error.message)}`]),
    ...(effect === undefined ? [] : [escapeMarkdown(effect)]),
    ...(ignored === undefined
      ? []
      : [`Ignored: ${escapeMarkdown(ignored.reason)} · ${placeText(ignored.position, view.made)}`]),
    ...findings.map((finding) => findingText(finding, view.made, false)),
  ];
  return [
    `\n${entryHead(view, block, entry)}${place}\n`,
    settingTable(view, entry),
    ...(remarks.length === 0 ? [] : ["\n", ...remarks.map((one) => `- ${one}\n`)]),
  ].join("");
}

function entryHead({ names: all }: View, block: Block, entry: BlockEntry): string {
  const { kind, symbol, action, reason, pool } = entry;
  const name = `**${inlineCode(pool)}**`;
  const drift = describeDriftKind(entry, listHosts(block.hosts, all));
  if (kind !== undefined && drift !== undefined) {
    return `${driftIcons[kind]} ${name}${drift === "" ? "" : ` ${escapeMarkdown(drift)}`}`;
  }
  const icon = icons[action] === undefined ? "" : `${icons[action] ?? ""} `;
  return `${icon}${inlineCode(symbol)} ${name} ${action}${reason === undefined ? "" : ` (${reason})`}`;
}

function settingTable(view: View, { settings }: BlockEntry): string {
  if (settings.length === 0) return "";
  const columns = ["Setting", ...view.columns.map(escapeMarkdown), ...(hasFile(view) ? ["File"] : [])];
  const rows = settings.flatMap((setting) => settingRows(setting, view));
  return `\n| ${columns.join(" | ")} |\n|${" --- |".repeat(columns.length)}\n${rows.join("")}`;
}

/** Whether settings are declared in files. */
function hasFile({ kind }: View): boolean {
  return kind !== "compare";
}

/** One row, or a row for each value by host. */
function settingRows(setting: BlockSetting, view: View): string[] {
  const { variants, position, path } = setting;
  const place = position === undefined ? "" : placeText(position, view.made);
  const name = path === "" ? "" : settingName(setting);
  const cell = (value: string | undefined): string =>
    value === undefined || value === ""
      ? ""
      : inlineCode(describeSettingValues({ path, to: value }, { longest: longestValue }));
  if (setting.text !== undefined) return [`| ${name} | ${cell(setting.text)} | | ${place} |\n`];
  if (variants === undefined)
    return [`| ${name} | ${cell(setting.from)} | ${cell(setting.to)} |${hasFile(view) ? ` ${place} |` : ""}\n`];
  return variants.map(({ hosts, from, to }, index) => {
    const on = escapeMarkdown(`on ${listHosts(hosts, view.names)}`);
    return `| ${index === 0 ? `${name} ` : ""}${on} | ${cell(from)} | ${cell(to)} | ${index === 0 ? place : ""} |\n`;
  });
}

function settingName({ label, path }: BlockSetting): string {
  return label === undefined ? inlineCode(path) : `${escapeMarkdown(label)} ${inlineCode(path)}`;
}

/** A place in a file, linked at the commit if it is known. */
function placeText(
  position: { readonly file: string; readonly line: number; readonly column: number },
  made: Made | undefined,
): string {
  const text = inlineCode(formatPosition(position));
  const url = fileLink(position, made);
  return url === undefined ? text : `[${text}](${url})`;
}

function findingText(finding: FindingJson, made: Made | undefined, isAlone: boolean): string {
  const { severity, host, pool, path, message, link, position } = finding;
  const url = safeLink(link);
  const rule = escapeMarkdown(finding.rule);
  const place = !isAlone || position === undefined ? [] : [placeText(position, made)];
  const whose = isAlone ? [host, pool].flatMap((name = "") => (name === "" ? [] : [inlineCode(name)])) : [];
  return [
    ...[`**${severity}**`, url === undefined ? rule : `[${rule}](${url})`],
    ...[...place, ...whose, ...(path === "" ? [] : [inlineCode(path)]), escapeMarkdown(message)],
  ].join(" ");
}

function commandBlock(commands: readonly string[], hosts: readonly string[]): string {
  const lines = commands.map((command) => inlineCode(command)).join("<br>\n");
  const where = hosts.length > 1 ? ` on ${escapeMarkdown(hosts[0] ?? "")}` : "";
  return `\n<details><summary>appcmd commands${where}</summary>\n\n${lines}\n\n</details>\n`;
}
