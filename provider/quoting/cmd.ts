import { IisError } from "../errors";
import { checkCarriable } from "./quote";
import { quoteArgument, quoteCommandLine } from "./quote";
import { splitProgram } from "./quote";

/**
 * The program and its arguments as one line for `cmd /c "<line>"`, which is how OpenSSH starts its default shell: the
 * command line of CreateProcess with a caret before everything that means something to cmd.exe, quotes included, so that
 * cmd.exe never sees a quotation and the carets hold everywhere.
 *
 * `%NAME%` is expanded before carets are read, in quotes and out of them. A caret behind each percent sign too makes the
 * name one that no variable has (`^NAME`), and at a prompt what is not defined stays as it is. Values of appcmd are safe
 * without that: `escapeValue` leaves `%25NAME%25` of it. `!` is safe as long as delayed expansion is off, as it is in
 * Windows; a server whose registry switches it on (`DelayedExpansion`) is out of this function's reach. cmd.exe takes no
 * more than 8,191 characters; the line may be longer.
 * Sources: https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/cmd,
 * https://learn.microsoft.com/en-us/archive/blogs/twistylittlepassagesallalike/everyone-quotes-command-line-arguments-the-wrong-way
 *
 * @param program its path; `%windir%` may stand at its beginning.
 * @throws IisError `COMMAND_NOT_SAFE`
 */
export function quoteForCmd(program: string, argumentsOfCommand: readonly string[]): string {
  return `${quoteProgram(program)} ${escapeForCmd(quoteCommandLine(argumentsOfCommand))}`;
}

/**
 * The length of the arguments in such a line, in characters, with the blank before each; where the last one ends with a
 * percent sign, one more than needed. That of a whole command is the sum of that of its parts.
 *
 * @throws IisError `COMMAND_NOT_SAFE`
 */
export function cmdArgumentsLength(argumentsOfCommand: readonly string[]): number {
  // The blank behind it decides how a percent sign at its end is written.
  return argumentsOfCommand.reduce(
    (length, argument) => length + escapeForCmd(`${quoteArgument(argument)} `).length,
    0,
  );
}

function escapeForCmd(commandLine: string): string {
  return commandLine.replace(/[()%!^"<>&|]/g, "^$&").replace(/%(?=[^^])/g, "%^");
}

/** The program needs real quotes: behind a caret they would not keep cmd.exe from cutting it at a blank. */
function quoteProgram(program: string): string {
  checkCarriable(program);
  const { windir, path } = splitProgram(program);
  if (path === "" || /["%]/.test(path)) {
    throw new IisError("COMMAND_NOT_SAFE", {
      problem: `cmd.exe cannot start ${program}`,
      hint: 'Give a path without ", and without % but for %windir% at its beginning',
    });
  }
  return /[^\w.:\\~-]/.test(path) ? `"${windir}${path}"` : `${windir}${path}`;
}

/**
 * The command line that cmd.exe starts for a line: the inverse of `quoteForCmd`, program included. It knows the rules at
 * a prompt: first the percent signs, then carets and quotes; what a modifier such as `%NAME:a=b%` does is left out.
 * Source: https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/cmd
 *
 * @param environment names in upper case.
 * @throws IisError `COMMAND_NOT_SAFE` where the line would be more than one command, or a redirection.
 */
export function parseCmdLine(line: string, environment: Readonly<Record<string, string>> = {}): string {
  let inQuotes = false;
  let command = "";
  let escaped = false;
  for (const character of expandVariables(line, environment)) {
    if (character === "^" && !inQuotes && !escaped) {
      escaped = true;
      continue;
    }
    if (!escaped && character === '"') inQuotes = !inQuotes;
    if (!escaped && !inQuotes && /[&|<>]/.test(character)) {
      throw new IisError("COMMAND_NOT_SAFE", {
        problem: `cmd.exe would take a ${character} of the line for an operator`,
      });
    }
    command += character;
    escaped = false;
  }
  return command;
}

function expandVariables(line: string, environment: Readonly<Record<string, string>>): string {
  const reference = /%([^%:]+)(?::[^%]*)?%/y;
  let expanded = "";
  for (let at = 0; at < line.length;) {
    reference.lastIndex = at;
    const [text, name = ""] = reference.exec(line) ?? [""];
    const value = environment[name.toUpperCase()];
    // What is not defined stays, and its second percent sign may be the first of the next.
    expanded += value ?? line.charAt(at);
    at += value === undefined ? 1 : text.length;
  }
  return expanded;
}
