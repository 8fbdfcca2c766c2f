import { showMessage } from "./shown";
import { showHidden } from "../visible-text";

/**
 * What means something to Markdown inside of a line, to HTML in it, to a table, or to GitHub: formulas (`$`), and in
 * `:words:` emoji. An underscore inside of a word means nothing.
 */
const special = /[&<`|*~[\]\\#$]|_(?![A-Za-z0-9])|(?<![A-Za-z0-9])_|:(?=[\w+-]+:)/g;

/** What means something inside of a `<code>` element, which is still searched for Markdown. */
const specialInCode = /[&<`|*~[\]\\#$@]|_(?![A-Za-z0-9])|(?<![A-Za-z0-9])_/g;

/** Where GitHub, GitLab and Azure DevOps would make a link of a text: addresses, `@names`, `#123`, `!123`, `GH-123`. */
const linked = /:(?=\/\/)|(?<=www)(?=\.)|[@#]|!(?=\d)|(?<=\bGH)(?=-\d)/gi;

/** The same inside of a `<code>` element, where only addresses become links. */
const linkedInCode = /:(?=\/\/)|(?<=www)(?=\.)|@/gi;

/** Stands where a link is broken, until all else is escaped: no text that is shown holds it. */
const broken = "\0";

/**
 * A text as itself in the middle of a line of Markdown: in a paragraph, a table cell, a summary. A zero-width space
 * keeps it from notifying people, and from becoming a link.
 */
export function escapeMarkdown(text: string): string {
  const apart = showMessage(text).replace(linked, `$&${broken}`);
  return apart.replace(special, reference).replaceAll(broken, "&#8203;");
}

/**
 * A name or value as code. It is HTML's own element: a code span of Markdown cannot hold `|` in a table, and knows
 * neither how a text with backquotes ends nor an empty text. What is inside of it notifies nobody, but addresses would be
 * links: they are broken so that what is copied is still whole.
 */
export function inlineCode(text: string): string {
  const apart = showHidden(text).replace(linkedInCode, `$&${broken}`);
  return `<code>${apart.replace(specialInCode, reference).replaceAll(broken, "<wbr>")}</code>`;
}

function reference(character: string): string {
  if (character === "<") return "&lt;";
  return character === "&" ? "&amp;" : `&#${character.charCodeAt(0)};`;
}
