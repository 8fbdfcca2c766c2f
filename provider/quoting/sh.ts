import { checkCarriable } from "./quote";

/**
 * The program and its arguments as one line for a POSIX shell: everything except letters, digits and harmless
 * characters is in apostrophes. Source:
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02_02
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
