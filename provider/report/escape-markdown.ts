import { showHidden, showMessage } from "./shown";

/**
 * What means something to Markdown inside of a line, to HTML in it, to a table, or to GitHub: formulas (`$`), and in
 * `:words:` emoji. An underscore inside of a word means nothing.
 */
const special = /[&<`|*~[\]\\#$]|_(?![A-Za-z0-9])|(?<![A-Za-z0-9])_|:(?=[\w+-]+:)/g;

/** What means something inside of a `<code>` element, which is still searched for Markdown. */
const specialInCode = /[&<`|*~[\]\\#$@]|_(?![A-Za-z0-9])|(?<![A-Za-z0-9])_/g;

/**
 * A text as itself in the middle of a line of Markdown: in a paragraph, a table cell, a summary. A zero-width space
 * after `@` keeps people from being notified by a pool's name, one after `#` keeps issues from being linked.
 */
export function escapeMarkdown(text: string): string {
  return showMessage(text)
    .replace(special, reference)
    .replace(/@|&#35;/g, "$&&#8203;");
}

/**
 * A name or value as code. It is HTML's own element: a code span of Markdown cannot hold `|` in a table, and knows
 * neither how a text with backquotes ends nor an empty text. What is inside of it notifies nobody.
 */
export function codeOf(text: string): string {
  return `<code>${showHidden(text).replace(specialInCode, reference)}</code>`;
}

function reference(character: string): string {
  if (character === "<") return "&lt;";
  return character === "&" ? "&amp;" : `&#${character.charCodeAt(0)};`;
}
