// Finds words that this project does not use (scripts/words.json) in pages, examples, and the messages and comments of
// provider/, emulator/, scripts/, tools/ and bench/, and says what to write instead.
// npm run words [-- file …]; exits with 1 if there are any. --long also lists the sentences of more than 25 words.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { readCall } from "../tools/read-call.mts";

interface Word {
  /** A regular expression of whole words, without regard to letter case. A blank matches any white space. */
  readonly not: string;
  readonly say: string;
}

const root = join(import.meta.dirname, "..");
const words = JSON.parse(readFileSync(join(import.meta.dirname, "words.json"), "utf8")) as Word[];
const patterns = words.map(({ not, say }) => ({
  pattern: new RegExp(String.raw`(?<![\w-])(?:${not.replaceAll(" ", String.raw`\s+`)})(?![\w-])`, "gi"),
  say,
}));

/** The same text with blanks in place of what is not prose: line numbers stay. */
function blank(text: string, pattern: RegExp): string {
  return text.replace(pattern, (part) => part.replace(/[^\n]/g, " "));
}

/** A page without blocks and spans of code, comments, and targets of links. */
function proseOf(page: string): string {
  const notProse = [
    /"[^"\n]*"/g,
    /<!-- (?:fields|help) of [^]*?<!-- end of (?:fields|help) -->/g,
    /^( *)(```+)[^\n]*\n[^]*?^\1\2/gm,
    /<!--[^]*?-->/g,
    /(`+)(?!`)[^]*?(?<!`)\1(?!`)/g,
    /\]\([^)\s]*\)/g,
  ];
  return [...notProse, /^\[[^\]]+\]: .*$/gm].reduce(blank, page);
}

/** The comments of a program or a YAML file. */
function commentsOf(program: string): string {
  return blank(program, /^(?!\s*(?:\/\/|\/?\*|#)).*?(?= (?:\/\/|#) |$)/gm);
}

/** The texts of a program: its string literals that have a blank, without code in backticks. */
function textsOf(program: string): string {
  const source = ts.createSourceFile("", program, ts.ScriptTarget.ES2022, true);
  let texts = blank(program, /[^]+/);
  const visit = (node: ts.Node): void => {
    const isText = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
    if (isText && node.text.includes(" ")) {
      const text = blank(node.getText(), ts.isStringLiteral(node) ? /`[^`]*`/g : /\\`[^`]*\\`/g);
      texts = texts.slice(0, node.getStart()) + text + texts.slice(node.getEnd());
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return texts;
}

/** What is checked of a file. */
function checkedIn(file: string, text: string): string {
  if (file.endsWith(".md")) return proseOf(text);
  const comments = commentsOf(text);
  if (!/(?:^|\/)(?:provider|emulator|scripts|tools|bench)\//.test(file)) return comments;
  return Array.from(textsOf(text).split(""), (character, index) =>
    character === " " ? comments[index] : character,
  ).join("");
}

/** A page that is written from sources (npm run docs): its words are corrected there. */
function isGenerated(text: string): boolean {
  return text.slice(0, 500).includes("<!-- Generated from");
}

function listFiles(): string[] {
  const folders = ["examples", "provider", "emulator", "scripts", "tools", "bench"];
  const files = execFileSync("git", ["ls-files", "*.md", ...folders], { cwd: root, encoding: "utf8" });
  return files
    .trim()
    .split("\n")
    .filter(
      (file) =>
        /^(?:[^/]+|(?:docs|examples|tools|bench)\/.*)\.(?:md|ts|js|ya?ml|py|go|java)$/.test(file) || isChecked(file),
    );
}

/** Whether the messages and comments of a source are checked. */
function isChecked(file: string): boolean {
  return /^(?:provider|emulator|scripts|tools|bench)\/.*\.m?ts$/.test(file);
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}

/** The sentences of paragraphs and list items with more than 25 words. */
function longSentences(prose: string): { index: number; count: number; text: string }[] {
  return [...prose.matchAll(/(?:^(?![|#]).*\S.*\n?)+/gm)].flatMap((paragraph) =>
    [...paragraph[0].matchAll(/(?:[^.:!?\n]|[.:!?](?!\s)|\n(?!\s*(?:[-*] |\d+\. )))+/g)].flatMap((sentence) => {
      const count = sentence[0].split(/\s+/).filter((word) => /\w/.test(word)).length;
      return count > 25
        ? [{ index: paragraph.index + sentence.index, count, text: sentence[0].trim().replace(/\s+/g, " ") }]
        : [];
    }),
  );
}

const usage = "npm run words [-- --long] [file …]";
const { values, positionals: named } = readCall(usage, { long: { type: "boolean", default: false } }, Infinity);
const problems: string[] = [];
const notes: string[] = [];
for (const file of named.length > 0 ? named : listFiles()) {
  const text = readFileSync(resolve(root, file), "utf8");
  if (isGenerated(text)) continue;
  const prose = checkedIn(file, text);
  for (const { pattern, say } of patterns) {
    for (const { 0: found, index } of prose.matchAll(pattern)) {
      problems.push(`${file}:${lineAt(prose, index)} "${found.replace(/\s+/g, " ")}": say ${say}`);
    }
  }
  for (const { index, count, text: sentence } of file.endsWith(".md") ? longSentences(prose) : []) {
    notes.push(`${file}:${lineAt(prose, index)} ${count} words: ${sentence}`);
  }
}

if (values.long) process.stdout.write(notes.map((note) => `${note}\n`).join(""));
process.stderr.write(problems.map((problem) => `${problem}\n`).join(""));
if (problems.length > 0) {
  process.stderr.write(`${problems.length} words to replace (scripts/words.json)\n`);
  process.exitCode = 1;
}
