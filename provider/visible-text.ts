/**
 * The one place that decides which text reaches people, their terminals and CI systems. Text from servers, files and
 * programs may have characters that move a cursor, hide or reverse text, and sequences that a CI system executes
 * (docs/administrators/reports.md). Both are written as `\uXXXX`, which JSON and double-quoted YAML also use.
 */

import { lazily } from "./lazily";

/** Made at first use, because that takes milliseconds, and nearly all texts are visible. */
const patterns = lazily(() => {
  /** Control characters, invisible characters, characters that change the reading direction, and halves of characters. */
  const hidden =
    /(?![\ufe0e\ufe0f])[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\ufff9-\uffff]/gu;
  /** The same in a text of several lines. */
  const hiddenInLines = new RegExp(`(?![\\n\\t]|\\r\\n)${hidden.source}`, "gu");
  /** The colours of the reports (`picocolors`). */
  const colour = "\\u001b\\[(?:[01249]|2[1249]|3[0-79]|4[0-79]|9[0-7]|10[0-7])m";
  const hiddenButColours = new RegExp(`(${colour})|${hiddenInLines.source}`, "gu");
  /**
   * The character at which a command of a CI system is broken: the second `#` of `##vso[`, `##[`, `##teamcity[` anywhere,
   * and the second `:` of `::error::` at the start of a line.
   */
  const lineStart = `^(?:[^\\S\\n]|${colour})*`;
  const command = new RegExp(`(?<=#)#(?=[a-z[])|(?<=${lineStart}:):(?=[a-z])`, "gim");
  /** The same in a piece of a text: the rest of a command may follow after its end. */
  const commandInPiece = new RegExp(`${command.source}|#(?![^])|(?<=${lineStart}:?):(?![^])`, "gim");
  return { hidden, hiddenInLines, hiddenButColours, command, commandInPiece };
});

/** The first characters of all these sequences: nearly all texts have none of them. */
const suspicious = /[^ -~\u2026\n\t]|##|::/;
/** The same in a piece of a text. */
const suspiciousPiece = /[^ -~\u2026\n\t]|##|::|[#:](?![^])/;

/** A name or a value with all hidden characters, also line breaks, written as escapes: `a\u000ab`. */
export function showHidden(text: string): string {
  // A report of 10,000 pools calls this a million times.
  return /^[ -~]*$/.test(text) ? text : text.replace(patterns().hidden, spellOut);
}

/** A text of one or more lines with hidden characters and CI commands written as escapes. */
export function visibleText(text: string): string {
  if (!suspicious.test(text)) return text;
  const { hiddenInLines, command } = patterns();
  return text.replace(hiddenInLines, spellOut).replace(command, spellOut);
}

/**
 * A text in which the commands of CI systems are broken, with the format's own escape for a character if it has one.
 */
export function breakCommands(text: string, spell: (character: string) => string): string {
  return text.replace(patterns().command, spell);
}

/** Whether a text is shown unchanged. */
export function isVisible(text: string): boolean {
  return visibleText(text) === text;
}

/**
 * {@link visibleText} for text that is written in pieces, possibly to two streams that share one log: no command can
 * form from two pieces.
 *
 * @param isColoured whether the colours of the reports are kept
 */
export function visiblePiece(text: string, isColoured = false): string {
  if (!suspiciousPiece.test(text)) return text;
  const { hiddenInLines, hiddenButColours, commandInPiece } = patterns();
  const shown = isColoured
    ? text.replace(hiddenButColours, (found: string, kept?: string) => kept ?? spellOut(found))
    : text.replace(hiddenInLines, spellOut);
  return shown.replace(commandInPiece, spellOut);
}

function spellOut(found: string): string {
  return Array.from({ length: found.length }, (_, index) => {
    return `\\u${found.charCodeAt(index).toString(16).padStart(4, "0")}`;
  }).join("");
}
