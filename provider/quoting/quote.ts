import { checkCarriable } from "./check-carriable";

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
