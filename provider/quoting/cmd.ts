import { IisError } from "../errors";
import {
  checkCarriable,
  firstFileCode,
  quoteArgument,
  quoteCommandLine,
  splitProgram,
  type WindowsFile,
} from "./quote";

/**
 * The program and its arguments as one line for `cmd /c "<line>"`, which is how OpenSSH starts its default shell: the
 * command line of CreateProcess with a caret before everything that is special to cmd.exe, quotes included. So cmd.exe
 * sees no quoted text, and every caret has effect.
 *
 * `%NAME%` is expanded before carets are read, inside and outside quotes. A caret after each percent sign changes the
 * name to one that no variable has (`^NAME`), and at a prompt undefined names are unchanged. Values of appcmd are safe
 * without that: `escapeValue` turns them into `%25NAME%25`. `!` is safe while delayed expansion is off, which is the
 * default of Windows. Servers whose registry enables it (`DelayedExpansion`) are not supported. cmd.exe accepts at most
 * 8,191 characters; the line may be longer. Sources:
 * https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/cmd,
 * https://learn.microsoft.com/en-us/archive/blogs/twistylittlepassagesallalike/everyone-quotes-command-line-arguments-the-wrong-way
 *
 * @param program its path; it may begin with `%windir%`
 * @throws IisError `COMMAND_NOT_SAFE`
 */
export function quoteForCmd(program: string, argumentsOfCommand: readonly string[]): string {
  return `${quoteProgram(program)} ${escapeForCmd(quoteCommandLine(argumentsOfCommand))}`;
}

/**
 * The length of the arguments in such a line, in characters, with the blank before each; one more than necessary if the
 * last one ends with a percent sign. The length of a command is the sum of its parts.
 *
 * @throws IisError `COMMAND_NOT_SAFE`
 */
export function cmdArgumentsLength(argumentsOfCommand: readonly string[]): number {
  // The next blank determines how a percent sign at the end is written.
  return argumentsOfCommand.reduce(
    (length, argument) => length + escapeForCmd(`${quoteArgument(argument)} `).length,
    0,
  );
}

/** A part of a command line of CreateProcess as cmd.exe must read it: a caret before everything that is special to it. */
export function escapeForCmd(commandLine: string): string {
  return commandLine.replace(/[()%!^"<>&|]/g, "^$&").replace(/%(?=[^^])/g, "%^");
}

/** The program requires real quotes: after a caret they would not stop cmd.exe from splitting it at a blank. */
function quoteProgram(program: string): string {
  checkCarriable(program);
  const { windir, path } = splitProgram(program);
  if (path === "" || /["%]/.test(path)) {
    throw new IisError("COMMAND_NOT_SAFE", {
      problem: `cmd.exe cannot start ${program}`,
      hint: 'Give a path without ", and with % only in %windir% at the start',
    });
  }
  return /[^\w.:\\~-]/.test(path) ? `"${windir}${path}"` : `${windir}${path}`;
}

/** A line for cmd.exe that exits with `firstFileCode` plus the index of the first file that exists, or plus their number. */
export function firstFileForCmd(files: readonly WindowsFile[]): string {
  const tests = files.map(
    ({ variable, path }, at) => `if exist "%${variable}%${path}" (exit ${firstFileCode + at}) else `,
  );
  return `${tests.join("")}exit ${firstFileCode + files.length}`;
}
