/**
 * The one place that decides which text people, their terminals and CI systems get to see. What comes from servers, files
 * and programs may hold characters that move a cursor, hide or turn text, and sequences that a CI system carries out
 * (docs/administrators/reports.md): both are spelled out as `\uXXXX`, which is also what JSON and double quotes of YAML have for them.
 */

/** Control characters, what nobody sees, what turns the reading direction, and halves of characters. */
const hidden =
  /(?![\ufe0e\ufe0f])[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\ufff9-\uffff]/gu;

/** The same in a text of several lines. */
const hiddenInLines = new RegExp(`(?![\\n\\t]|\\r\\n)${hidden.source}`, "gu");

/** The colours of the reports (`picocolors`). */
const colour = "\\u001b\\[(?:[01249]|2[1249]|3[0-79]|4[0-79]|9[0-7]|10[0-7])m";
const hiddenButColours = new RegExp(`(${colour})|${hiddenInLines.source}`, "gu");

/**
 * The character at which a command of a CI system is broken: the second `#` of `##vso[`, `##[`, `##teamcity[`, wherever it
 * stands, and the second `:` of `::error::` at the start of a line.
 */
const lineStart = `^(?:[^\\S\\n]|${colour})*`;
const command = new RegExp(`(?<=#)#(?=[a-z[])|(?<=${lineStart}:):(?=[a-z])`, "gim");
/** The same in a piece of a text: where it ends, the rest of a command may follow. */
const commandInPiece = new RegExp(`${command.source}|#(?![^])|(?<=${lineStart}:?):(?![^])`, "gim");

/** What any of these begins with: nearly all texts have nothing of it. */
const suspicious = /[^ -~\n\t]|##|::/;

/** A name or a value with all hidden characters spelled out, its line breaks too: `a\u000ab`. */
export function showHidden(text: string): string {
  // A report of 10,000 pools has a million of them.
  return /^[ -~]*$/.test(text) ? text : text.replace(hidden, spellOut);
}

/** A text of one or more lines with its hidden characters and the commands of CI systems spelled out. */
export function visibleText(text: string): string {
  return suspicious.test(text) ? text.replace(hiddenInLines, spellOut).replace(command, spellOut) : text;
}

/** A text with the commands of CI systems in it broken, by a format's own way to spell a character where it has one. */
export function breakCommands(text: string, spell: (character: string) => string): string {
  return text.replace(command, spell);
}

/** Whether a text is shown as it is. */
export function isVisible(text: string): boolean {
  return visibleText(text) === text;
}

/**
 * {@link visibleText} for what is written piece by piece, perhaps to two streams that are one log: no command comes together
 * of two pieces.
 *
 * @param isColoured the colours of the reports stay.
 */
export function visiblePiece(text: string, isColoured = false): string {
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
