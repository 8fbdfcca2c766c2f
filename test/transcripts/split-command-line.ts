/**
 * Takes a command line apart as Windows' C run-time library does: blanks separate, quotes hold together, a backslash
 * escapes a quote, and two quotes inside quotes are one. A redirection at the end is left away.
 */
export function splitCommandLine(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let inQuotes = false;
  const text = line.replace(/ <\S+$/, "");
  for (let index = 0; index < text.length; index += 1) {
    const [slashes = ""] = /^\\*(?=")/.exec(text.slice(index)) ?? [];
    if (slashes !== "") {
      word = (word ?? "") + "\\".repeat(slashes.length >> 1) + (slashes.length % 2 === 1 ? '"' : "");
      index += slashes.length - 1 + (slashes.length % 2);
      continue;
    }
    const character = text.charAt(index);
    if (character === '"') {
      if (inQuotes && text[index + 1] === '"') {
        word = `${word ?? ""}"`;
        index += 1;
      } else {
        inQuotes = !inQuotes;
        word ??= "";
      }
    } else if (/\s/.test(character) && !inQuotes) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? "") + character;
    }
  }
  return word === undefined ? words : [...words, word];
}
