import type { Command } from "./argument";
import { escapeIndexerValue, escapeValue } from "./escape";

/** A shorter value is a part of too many words: it is masked where it stands alone, or `1` would spoil every number. */
const shortest = 8;

/** Stands for what is masked until all is, so that no mask is masked again: appcmd prints no NUL. */
const mark = "\0";

/** A text with every secret of the command masked, escaped or not, the longest first. Values are compared, never patterns. */
export function maskSecrets(text: string, command: Command): string {
  const spellings = command.flatMap(({ secret }) => (secret?.isSet === true ? spellingsOf(secret.reveal()) : []));
  if (spellings.length === 0) return text;
  const longestFirst = [...new Set(spellings)].sort((a, b) => b.length - a.length);
  const masked = longestFirst.reduce(
    (rest, spelling) => (spelling.length < shortest ? markAlone(rest, spelling) : rest.split(spelling).join(mark)),
    text.replaceAll(mark, ""),
  );
  return masked.replaceAll(mark, "[secret]");
}

/** How appcmd may repeat a value: as it is meant, as it was sent, or with one of the two escapes taken away. */
function spellingsOf(value: string): string[] {
  return [value, escapeValue(value), escapeIndexerValue(value), value.replaceAll("'", "''")];
}

/** Marks a text where it is no part of a word. */
function markAlone(text: string, word: string): string {
  let marked = "";
  let done = 0;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, Math.max(done, at + 1))) {
    if (isWordAt(text, at - 1) || isWordAt(text, at + word.length)) continue;
    marked += text.slice(done, at) + mark;
    done = at + word.length;
  }
  return marked + text.slice(done);
}

function isWordAt(text: string, index: number): boolean {
  return /^\w/.test(text.charAt(index));
}
