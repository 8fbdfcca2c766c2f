/**
 * Quotes one argument so that Windows' argument parser (CommandLineToArgvW and the C run-time library) reads it back
 * unchanged: backslashes are doubled only before a quote, a quote is escaped by a backslash.
 * Source: https://learn.microsoft.com/en-us/cpp/c-language/parsing-c-command-line-arguments
 */
export function quoteArgument(argument: string): string {
  if (argument !== "" && !/[\s"]/.test(argument)) return argument;
  return `"${argument.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, "$1$1")}"`;
}

/** Length of the command line in UTF-16 units, as Windows counts it, without the program. */
export function commandLineLength(argumentsOfCommand: readonly string[]): number {
  return argumentsOfCommand.reduce((length, argument) => length + quoteArgument(argument).length + 1, 0);
}
