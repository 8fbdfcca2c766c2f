import { cmdArgumentsLength, quoteForCmd } from "../quoting/cmd";
import { powerShellArgumentsLength, quoteForPowerShell } from "../quoting/powershell";
import { encloseArgument } from "../quoting/quote";
import type { Shell } from "./schema";

/** How a shell of Windows is told to run a program, and how much it takes. */
export interface RemoteShell {
  /** The line that OpenSSH hands to the shell. @throws IisError `COMMAND_NOT_SAFE` */
  readonly line: (program: string, argumentsOfCommand: readonly string[]) => string;
  /** The length of the arguments, at least; that of all is the sum of that of its parts. */
  readonly argumentsLength: (argumentsOfCommand: readonly string[]) => number;
  /** The longest that arguments may be with this program, by the same measure. */
  readonly maxLength: (program: string) => number;
}

/**
 * The shells as OpenSSH for Windows starts them: `"…\cmd.exe" /c "<line>"`, and `"…\powershell.exe" -c "<line>"` with a
 * backslash before each quote of the line. cmd.exe takes 8,191 characters, CreateProcess 32,767; each limit here leaves
 * room for what stands round the line. Either shell ends with the exit code of the program, all 32 bits of it.
 * Sources: contrib/win32/win32compat/w32-doexec.c and inc/sys/wait.h, https://github.com/PowerShell/openssh-portable,
 * https://learn.microsoft.com/en-us/troubleshoot/windows-client/shell-experience/command-line-string-limitation
 */
export const remoteShells: Readonly<Record<Shell, RemoteShell>> = {
  cmd: {
    line: quoteForCmd,
    argumentsLength: cmdArgumentsLength,
    maxLength: (program) => 8100 - quoteForCmd(program, []).length,
  },
  powershell: {
    line: quoteForPowerShell,
    argumentsLength: powerShellArgumentsLength,
    maxLength: (program) => 32_000 - encloseArgument(quoteForPowerShell(program, [])).length,
  },
};

/** IIS's own appcmd; sshd of Windows is a 64-bit program, so that system32 is the real one there. */
const appcmdOfWindows = "%windir%\\system32\\inetsrv\\appcmd.exe";

/**
 * The program to start on a server reached over SSH. Where its sshd is a 32-bit program on a 64-bit Windows, system32
 * would lead to an appcmd that edits another configuration: there `appcmdPath` is to be
 * `%windir%\Sysnative\inetsrv\appcmd.exe`.
 */
export function remoteAppcmd(appcmdPath: string | undefined): string {
  return appcmdPath ?? appcmdOfWindows;
}
