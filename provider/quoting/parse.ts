/** The parts of a command line: blanks, backslashes before a quote, a quote, anything else. */
const token = /([ \t]+)|(\\+)(?=")|(")|[^]/g;

/**
 * The arguments that a Windows program receives for a command line without the program: the rules of the C run-time
 * library, and the inverse of `quoteCommandLine`. Before a quote two backslashes are one, and an odd backslash makes
 * the quote a character. Two quotes within quotes are one. Other backslashes are unchanged. Source:
 * https://learn.microsoft.com/en-us/cpp/c-language/parsing-c-command-line-arguments
 */
export function parseCommandLine(line: string): string[] {
  const found: string[] = [];
  let current: string | undefined;
  let inQuotes = false;
  let literalQuote = false;
  let closedAt = -1;
  for (const match of line.matchAll(token)) {
    const [text, blanks, backslashes, quote] = match;
    if (blanks !== undefined && !inQuotes) {
      if (current !== undefined) found.push(current);
      current = undefined;
      continue;
    }
    current ??= "";
    if (backslashes !== undefined) {
      current += "\\".repeat(backslashes.length >> 1);
      literalQuote = backslashes.length % 2 === 1;
    } else if (quote === undefined || literalQuote) {
      current += text;
      literalQuote = false;
    } else if (closedAt === match.index) {
      // The previous quote closed a quoted part and another quote follows: the two are one quote character.
      current += '"';
      inQuotes = true;
      closedAt = -1;
    } else {
      closedAt = inQuotes ? match.index + 1 : -1;
      inQuotes = !inQuotes;
    }
  }
  return current === undefined ? found : [...found, current];
}
