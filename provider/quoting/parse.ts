/** What stands in a command line one after the other: blanks, backslashes before a quote, a quote, anything else. */
const token = /([ \t]+)|(\\+)(?=")|(")|[^]/g;

/**
 * The arguments that a program of Windows is given for a command line without the program: the rules of the C run-time
 * library, and the inverse of `quoteCommandLine`. Before a quote two backslashes are one, and an odd one makes the quote
 * a character; two quotes within quotes are one; backslashes elsewhere are what they are.
 * Source: https://learn.microsoft.com/en-us/cpp/c-language/parsing-c-command-line-arguments
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
      // The quote before closed a quotation, and here is the next: the two are one character of it.
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
