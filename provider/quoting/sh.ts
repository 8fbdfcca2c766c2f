import { checkCarriable } from "./quote";

/**
 * The program and its arguments as one line for a POSIX shell: in apostrophes whatever is more than letters, digits and
 * what means nothing to it.
 * Source: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02_02
 *
 * @throws IisError `COMMAND_NOT_SAFE`
 */
export function quoteForSh(program: string, argumentsOfCommand: readonly string[]): string {
  return [program, ...argumentsOfCommand].map(quoteWord).join(" ");
}

function quoteWord(word: string): string {
  checkCarriable(word);
  return /^[\w@%+:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
