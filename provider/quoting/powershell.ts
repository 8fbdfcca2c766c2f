import { IisError } from "../errors";
import { checkCarriable, encloseArgument, firstFileCode, splitProgram, type WindowsFile } from "./quote";

/** The characters that PowerShell reads as an apostrophe. */
const apostrophe = /['\u2018-\u201b]/g;

const windirVariable = "$env:windir";

/**
 * The start of such a line. PowerShell 7.3 and later would escape the quotes of an argument a second time; 5.1 ignores
 * that variable. If PowerShell does not find the program, the exit code is unchanged: none, or that of a user's
 * profile.
 */
export const powerShellStart = "$PSNativeCommandArgumentPassing='Legacy';$global:LASTEXITCODE=1;";
/** The end of such a line: without it `powershell -c` exits with 0 or 1. */
export const powerShellEnd = ";exit $LASTEXITCODE";

/**
 * The program and its arguments as one line for `powershell -c`, which is how OpenSSH starts PowerShell if that is its
 * default shell. Each argument is a verbatim string (apostrophes doubled) with its own quotes for Windows. PowerShell
 * 5.1 would escape neither quotes nor a backslash at the end, and drop an empty argument. It copies a text without a
 * blank outside quotes unchanged into the command line. The line never begins with a quote: OpenSSH would treat it as
 * already quoted. Sources:
 * https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.core/about/about_quoting_rules,
 * https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.core/about/about_preference_variables#psnativecommandargumentpassing
 *
 * @param program its path; it may begin with `%windir%`
 * @throws IisError `COMMAND_NOT_SAFE`
 */
export function quoteForPowerShell(program: string, argumentsOfCommand: readonly string[]): string {
  checkCarriable(program);
  if (program === "" || program.includes('"')) {
    const problem = `PowerShell cannot start ${program}`;
    throw new IisError("COMMAND_NOT_SAFE", { problem, hint: 'Give a path without "' });
  }
  const { windir, path } = splitProgram(program);
  const start = windir === "" ? verbatim(path) : `(${windirVariable}+${verbatim(path)})`;
  return `${powerShellStart}& ${[start, ...argumentsOfCommand.map(writeArgument)].join(" ")}${powerShellEnd}`;
}

/**
 * The length of the arguments in such a line, in characters, with the blank before each, in the command line of
 * PowerShell itself: OpenSSH puts a backslash before every quote. The length of a command is the sum of its parts.
 *
 * @throws IisError `COMMAND_NOT_SAFE`
 */
export function powerShellArgumentsLength(argumentsOfCommand: readonly string[]): number {
  const quotes = encloseArgument("").length;
  return argumentsOfCommand.reduce(
    (length, argument) => length + 1 + encloseArgument(writeArgument(argument)).length - quotes,
    0,
  );
}

function writeArgument(argument: string): string {
  return verbatim(encloseArgument(argument));
}

function verbatim(text: string): string {
  return `'${text.replace(apostrophe, "$&$&")}'`;
}

/** A line for PowerShell that exits with `firstFileCode` plus the index of the first file that exists, or plus their number. */
export function firstFileForPowerShell(files: readonly WindowsFile[]): string {
  const tests = files.map(
    ({ variable, path }, at) =>
      `if(Test-Path -LiteralPath (\${env:${variable}}+${verbatim(path)})){exit ${firstFileCode + at}};`,
  );
  return `${tests.join("")}exit ${firstFileCode + files.length}`;
}
