import { showHidden } from "../../visible-text";
import { showMessage } from "../view/sentences";

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
