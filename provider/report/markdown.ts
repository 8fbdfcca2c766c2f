import type { LintFinding } from "../lint/rule";
import { formatPosition } from "../pool-file/pool-file";
import { plural } from "../text";
import { showHidden } from "../visible-text";
import { describeCounts, describeTotals } from "./view/counts";
import type { EntryView, GroupView, HostView, View } from "./view/model";
import {
  describeAnswer,
  describeImpact,
  describeLine,
  describeNote,
  describeWave,
  safeLink,
  showMessage,
} from "./view/sentences";

/**
 * Characters with a meaning in Markdown inside a line, in HTML, in a table, or on GitHub: formulas (`$`), and emoji in
 * `:words:`. An underscore inside a word has no meaning.
 */
const special = /[&<`|*~[\]\\#$]|_(?![A-Za-z0-9])|(?<![A-Za-z0-9])_|:(?=[\w+-]+:)/g;

/** Characters with a meaning inside a `<code>` element, where Markdown is still processed. */
const specialInCode = /[&<`|*~[\]\\#$@]|_(?![A-Za-z0-9])|(?<![A-Za-z0-9])_/g;

/**
 * The positions where GitHub, GitLab and Azure DevOps would create a link: addresses, `@names`, `#123`, `!123`,
 * `GH-123`.
 */
const linked = /:(?=\/\/)|(?<=www)(?=\.)|[@#]|!(?=\d)|(?<=\bGH)(?=-\d)/gi;

/** The same inside a `<code>` element, where only addresses become links. */
const linkedInCode = /:(?=\/\/)|(?<=www)(?=\.)|@/gi;

/** Marks a broken link until everything else is escaped; no shown text contains it. */
const broken = "\0";

/**
 * Escapes a text for the middle of a line of Markdown: in a paragraph, a table cell, a summary. A zero-width space
 * prevents notifications of people, and links.
 */
export function escapeMarkdown(text: string): string {
  const apart = showMessage(text).replace(linked, `$&${broken}`);
  return apart.replace(special, reference).replaceAll(broken, "&#8203;");
}

/**
 * A name or value as code. It uses HTML's own element: a code span of Markdown cannot contain `|` in a table, a final
 * backquote or an empty text. The element prevents notifications, but not links of addresses: they are broken so that a
 * copied text stays whole.
 */
export function inlineCode(text: string): string {
  const apart = showHidden(text).replace(linkedInCode, `$&${broken}`);
  return `<code>${apart.replace(specialInCode, reference).replaceAll(broken, "<wbr>")}</code>`;
}

function reference(character: string): string {
  if (character === "<") return "&lt;";
  return character === "&" ? "&amp;" : `&#${character.charCodeAt(0)};`;
}

/** A part of a text that is opened, filled with blocks and closed. */
export interface Section {
  readonly open: string;
  readonly blocks: readonly string[];
  readonly close: string;
}

/** A text that fits, and how much was cut. */
export interface Fitted {
  readonly text: string;
  readonly left: { readonly blocks: number; readonly sections: number };
}

/**
 * As many sections as fit into `room` characters, without cutting inside a block. Openings and closings come first, so
 * that every section is at least named; then blocks from the first on. A section is filled only up to its first block
 * that does not fit, so only its end is cut.
 */
export function fitBlocks(sections: readonly Section[], room: number): Fitted {
  let free = room;
  const named = sections.filter(({ open, close }) => {
    const size = open.length + close.length;
    if (free < size) return false;
    free -= size;
    return true;
  });
  let left = 0;
  const texts = named.map(({ open, blocks, close }) => {
    let kept = 0;
    for (const block of blocks) {
      if (block.length > free) break;
      free -= block.length;
      kept++;
    }
    left += blocks.length - kept;
    return `${open}${blocks.slice(0, kept).join("")}${close}`;
  });
  return { text: texts.join(""), left: { blocks: left, sections: sections.length - named.length } };
}

/** The first line of the comment, which identifies it; it is invisible when rendered. */
export const defaultMarker = "<!-- iispools -->";

/** The maximum number of characters: GitHub accepts comments of 65,536; the rest is reserved for other text. */
export const longestMarkdown = 64_000;

/** Longer values are cut, in characters. */
const longestValue = 200;

/** Room for the sentence about the cut, in characters. */
const noteRoom = 400;

const titles = { plan: "Plan", apply: "Apply", drift: "Drift", lint: "Lint" } as const;

/** The summary that the reader of the heading sees. */
const icons = { delete: "🔴", create: "🟢", update: "🟡" } as const;

/**
 * A report as a comment on a pull request: a collapsible block for each host, at most {@link longestMarkdown}
 * characters.
 */
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
