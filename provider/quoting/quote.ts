import { IisError } from "../errors";

/**
 * A program's path, and before it the variable of the folder of Windows where the path begins with it: `%windir%\...`,
 * the only variable that a program's path can have. Each shell names it in its own way.
 */
export function splitProgram(program: string): { readonly windir: "%windir%" | ""; readonly path: string } {
  const path = /^%windir%(\\.*)$/is.exec(program)?.[1];
  return path === undefined ? { windir: "", path: program } : { windir: "%windir%", path };
}

/** Tab is the one control character that XML holds and every parser between here and appcmd leaves alone. */
const uncarriable = /[^\P{Cc}\t]|\p{Cs}|[\uFFFE\uFFFF]/u;

/**
 * Refuses a text that does not reach `applicationHost.config` unchanged, before anything is run: NUL ends a command line
 * of Windows, a line break ends one of cmd.exe and of an SSH session, XML has no place for the other control characters
 * and U+FFFE and U+FFFF, and half of a surrogate pair has no UTF-8. The text is not repeated, as it may be a secret.
 * Sources: https://learn.microsoft.com/en-us/windows/win32/api/processthreadsapi/nf-processthreadsapi-createprocessw,
 * https://www.w3.org/TR/xml/#charsets
 *
 * @throws IisError `COMMAND_NOT_SAFE`
 */
export function checkCarriable(text: string): void {
  const character = uncarriable.exec(text)?.[0];
  if (character === undefined) return;
  throw new IisError("COMMAND_NOT_SAFE", {
    problem: `a name or value holds ${describe(character)}`,
    hint: "Take it out",
  });
}

function describe(character: string): string {
  const code = `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
  if (/\p{Cs}/u.test(character)) return `half of a Unicode surrogate pair (${code}), which has no UTF-8`;
  if (character === "\r" || character === "\n") return `a line break (${code}), which would end the command line`;
  return `the character ${code}, which a command line or applicationHost.config cannot hold`;
}

/**
 * Quotes one argument so that Windows' argument parsers (CommandLineToArgvW and the C run-time library) read it back
 * unchanged: backslashes are doubled only before a quote, a quote is escaped by a backslash. What needs no quotes gets
 * none, just as Node does it when it starts a process.
 * Source: https://learn.microsoft.com/en-us/cpp/c-language/parsing-c-command-line-arguments
 *
 * @throws IisError `COMMAND_NOT_SAFE` for what no command line carries.
 */
export function quoteArgument(argument: string): string {
  checkCarriable(argument);
  return showArgument(argument);
}

/** The same for a text that is only shown, whatever it holds. */
export function showArgument(argument: string): string {
  return argument !== "" && !/[ \t"]/.test(argument) ? argument : enclose(argument);
}

/** The same with quotes in any case, for shells that take bare words for something else. */
export function encloseArgument(argument: string): string {
  checkCarriable(argument);
  return enclose(argument);
}

function enclose(argument: string): string {
  return `"${argument.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, "$&$&")}"`;
}

/**
 * The arguments as one command line for CreateProcess, without the program: that one has other rules.
 *
 * @throws IisError `COMMAND_NOT_SAFE`
 */
export function quoteCommandLine(argumentsOfCommand: readonly string[]): string {
  return argumentsOfCommand.map(quoteArgument).join(" ");
}

/** Length of the command line in UTF-16 units, as Windows counts it, without the program. */
export function commandLineLength(argumentsOfCommand: readonly string[]): number {
  return argumentsOfCommand.reduce((length, argument) => length + quoteArgument(argument).length + 1, 0);
}
