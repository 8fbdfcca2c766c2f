import { formatPosition } from "../model/format-fault";
import type { LintFinding } from "../lint/finding";
import { plural } from "../plural";
import { describeAnswer, describeWave } from "./describe-wave";
import { inlineCode, escapeMarkdown } from "./escape-markdown";
import { fitBlocks, type Section } from "./fit-blocks";
import { describeImpact, describeNote } from "./sentences";
import { describeLine, safeLink } from "./shown";
import { describeCounts, describeTotals } from "./view-counts";
import type { EntryView, GroupView, HostView, View } from "./view-model";

/** The first line of the comment, by which it is found again; rendered it is invisible. */
export const defaultMarker = "<!-- iispools -->";

/** How many characters a report has at most: GitHub takes comments of 65,536, and something is left for others. */
export const longestMarkdown = 64_000;

/** Longer values are cut, in characters. */
const longestValue = 200;

/** Room for the sentence that says what was left out, in characters. */
const noteRoom = 400;

const titles = { plan: "Plan", apply: "Apply", drift: "Drift", lint: "Lint" } as const;

/** What a reader of the heading is to see at once. */
const icons = { delete: "🔴", create: "🟢", update: "🟡" } as const;

/** A report as a comment on a pull request: a block to unfold a host, at most {@link longestMarkdown} characters. */
export function writeMarkdown(view: View, { marker = defaultMarker }: { readonly marker?: string } = {}): string {
  const head = `${marker}\n### IIS application pools: ${titles[view.kind]}\n\n**${escapeMarkdown(describeTotals(view))}**\n`;
  const { text, left } = fitBlocks(
    [...waveSection(view), ...sectionsOf(view)],
    longestMarkdown - head.length - noteRoom,
  );
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

function sectionsOf(view: View): Section[] {
  const lint = [
    ...view.faults.map(({ position, path, message }) => {
      const place = position === undefined ? "" : `${inlineCode(formatPosition(position))} `;
      return `- **fault** ${place}${path === "" ? "" : `${inlineCode(path)} `}${escapeMarkdown(message)}\n`;
    }),
    ...view.findings.map((finding) => `- ${findingText(finding, true)}\n`),
  ];
  const hosts = view.hosts.map((host) => hostSection(view, host));
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

function hostSection({ kind, hosts }: View, view: HostView): Section {
  const { host, pools, error, groups, notes, counts, commands } = view;
  const about =
    error === undefined
      ? [...(pools === undefined ? [] : [plural(pools, "pool", "pools")]), describeCounts(kind, counts)].join(", ")
      : `❌ ${error.code}`;
  const isOpen = hosts.length === 1 ? " open" : "";
  return {
    open: `\n<details${isOpen}><summary><b>${escapeMarkdown(host)}</b>: ${escapeMarkdown(about)}</summary>\n`,
    blocks: [
      ...(error === undefined ? [] : [`\n**${error.code}** ${escapeMarkdown(error.message)}\n`]),
      ...notes.map((note) => `\n> ${escapeMarkdown(describeNote(note))}\n`),
      ...groups.flatMap(groupBlocks),
      ...(commands.length === 0 ? [] : [commandBlock(commands)]),
    ],
    close: "\n</details>\n",
  };
}

function groupBlocks({ id, title, entries }: GroupView): string[] {
  const blocks = entries.map(entryBlock);
  const [first = "", ...others] = blocks;
  return id === "changes" ? blocks : [`\n##### ${escapeMarkdown(title)}\n${first}`, ...others];
}

function entryBlock(entry: EntryView): string {
  const { symbol, action, pool, lines, impact, reason, position, findings, error, ignored } = entry;
  const icon = Object.hasOwn(icons, action) ? `${icons[action as keyof typeof icons]} ` : "";
  const why = reason === undefined ? "" : ` (${reason})`;
  const place = position === undefined ? "" : ` · ${inlineCode(formatPosition(position))}`;
  const remarks = [
    ...(error === undefined ? [] : [`**${error.code}** ${escapeMarkdown(error.message)}`]),
    ...(impact === undefined ? [] : [`Impact: ${escapeMarkdown(describeImpact(impact))}`]),
    ...(ignored === undefined
      ? []
      : [`Ignored: ${escapeMarkdown(ignored.reason)} · ${inlineCode(formatPosition(ignored.position))}`]),
    ...findings.map((finding) => findingText(finding, false)),
  ];
  const head = `\n${icon}${inlineCode(symbol)} **${inlineCode(pool)}** ${action}${why}${place}\n`;
  return [
    head,
    settingTable(lines),
    ...(remarks.length === 0 ? [] : ["\n", ...remarks.map((one) => `- ${one}\n`)]),
  ].join("");
}

function settingTable(lines: EntryView["lines"]): string {
  if (lines.length === 0) return "";
  const rows = lines.map((line) => {
    const value = describeLine(line, longestValue);
    const place = line.position === undefined ? "" : inlineCode(formatPosition(line.position));
    return `| ${line.path === "" ? "" : inlineCode(line.path)} | ${value === "" ? "" : inlineCode(value)} | ${place} |\n`;
  });
  return `\n| Setting | Value | File |\n| --- | --- | --- |\n${rows.join("")}`;
}

function findingText(finding: LintFinding, isAlone: boolean): string {
  const { severity, host, pool, path, message, link, position } = finding;
  const url = safeLink(link);
  const rule = escapeMarkdown(finding.rule);
  const place = !isAlone || position === undefined ? [] : [inlineCode(formatPosition(position))];
  const whose = isAlone ? [...(host === undefined ? [] : [inlineCode(host)]), inlineCode(pool)] : [];
  return [
    ...[`**${severity}**`, url === undefined ? rule : `[${rule}](${url})`],
    ...[...place, ...whose, ...(path === "" ? [] : [inlineCode(path)]), escapeMarkdown(message)],
  ].join(" ");
}

function commandBlock(commands: readonly string[]): string {
  const lines = commands.map((command) => inlineCode(command)).join("<br>\n");
  return `\n<details><summary>appcmd commands</summary>\n\n${lines}\n\n</details>\n`;
}
