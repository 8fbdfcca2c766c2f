import { IisError } from "../errors";

/**
 * A program's path, split into `%windir%`, if the path begins with it, and the rest. No other variable is allowed. Each
 * shell has its own syntax for it.
 */
export function splitProgram(program: string): { readonly windir: "%windir%" | ""; readonly path: string } {
  const path = /^%windir%(\\.*)$/is.exec(program)?.[1];
  return path === undefined ? { windir: "", path: program } : { windir: "%windir%", path };
}

/** Tab is the only control character that XML allows and that every parser on the way to appcmd leaves unchanged. */
const uncarriable = /[^\P{Cc}\t]|\p{Cs}|[\uFFFE\uFFFF]/u;

/**
 * Refuses a text that cannot reach `applicationHost.config` unchanged, before any command runs. NUL ends a Windows
 * command line; a line break ends one of cmd.exe and of an SSH session. XML does not allow the other control
 * characters, U+FFFE and U+FFFF, and half of a surrogate pair has no UTF-8. The text is not shown, because it may be a
 * secret. Sources:
 * https://learn.microsoft.com/en-us/windows/win32/api/processthreadsapi/nf-processthreadsapi-createprocessw,
 * https://www.w3.org/TR/xml/#charsets
 *
 * @throws IisError `COMMAND_NOT_SAFE`
 */
export function checkCarriable(text: string): void {
  const character = uncarriable.exec(text)?.[0];
  if (character === undefined) return;
  throw new IisError("COMMAND_NOT_SAFE", {
    problem: `a name or value holds ${describe(character)}`,
    hint: "Remove it",
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
 * unchanged. Backslashes are doubled only before a quote; a quote is escaped by a backslash. Quotes are added only if
 * required, as Node.js does when it starts a process. Source:
 * https://learn.microsoft.com/en-us/cpp/c-language/parsing-c-command-line-arguments
 *
 * @throws IisError `COMMAND_NOT_SAFE` for a text that no command line can hold
 */
export function quoteArgument(argument: string): string {
  checkCarriable(argument);
  return showArgument(argument);
}

/** The same for a text that is only shown; any text is accepted. */
export function showArgument(argument: string): string {
  return argument !== "" && !/[ \t"]/.test(argument) ? argument : enclose(argument);
}

/** The same, always with quotes, for shells that interpret bare words. */
export function encloseArgument(argument: string): string {
  checkCarriable(argument);
  return enclose(argument);
}

/** An argument in quotes; any text is accepted. */
export function enclose(argument: string): string {
  return `"${argument.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, "$&$&")}"`;
}

/**
 * The arguments as one command line for CreateProcess, without the program, which has other rules.
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

/** A file of Windows: an environment variable with a folder, and the path below it. */
export interface WindowsFile {
  readonly variable: string;
  readonly path: string;
}

/** The exit code for the first of several files; the others follow. No shell exits with such a code by itself. */
export const firstFileCode = 40;
