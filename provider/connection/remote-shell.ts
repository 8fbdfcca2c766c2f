import { cmdArgumentsLength, firstFileForCmd, quoteForCmd } from "../quoting/cmd";
import { firstFileForPowerShell, powerShellArgumentsLength, quoteForPowerShell } from "../quoting/powershell";
import { encloseArgument, type WindowsFile } from "../quoting/quote";
import type { Shell } from "./schema";

/** How to run a program in a Windows shell, and the maximum length of its command line. */
export interface RemoteShell {
  /** The line that OpenSSH or WinRM passes to the shell. @throws IisError `COMMAND_NOT_SAFE` */
  readonly line: (program: string, argumentsOfCommand: readonly string[]) => string;
  /** The line whose exit code says which of these files is the first that exists: `firstFileCode` and its index. */
  readonly firstFile: (files: readonly WindowsFile[]) => string;
  /** The line that prints the folder of Windows. */
  readonly windowsFolder: string;
  /** The length of the arguments or more; the length of a command is the sum of its parts. */
  readonly argumentsLength: (argumentsOfCommand: readonly string[]) => number;
  /** The maximum length of the arguments with this program, measured in the same way. */
  readonly maxLength: (program: string) => number;
}

/**
 * The shells as OpenSSH for Windows starts them: `"…\cmd.exe" /c "<line>"`, and `"…\powershell.exe" -c "<line>"` with a
 * backslash before each quote of the line. cmd.exe accepts 8,191 characters, CreateProcess 32,767; each limit here
 * leaves room for the text around the line. Both shells exit with the program's exit code, all 32 bits of it. Sources:
 * contrib/win32/win32compat/w32-doexec.c and inc/sys/wait.h, https://github.com/PowerShell/openssh-portable,
 * https://learn.microsoft.com/en-us/troubleshoot/windows-client/shell-experience/command-line-string-limitation
 */
export const remoteShells: Readonly<Record<Shell, RemoteShell>> = {
  cmd: {
    line: quoteForCmd,
    firstFile: firstFileForCmd,
    windowsFolder: "echo %windir%",
    argumentsLength: cmdArgumentsLength,
    maxLength: (program) => 8100 - quoteForCmd(program, []).length,
  },
  powershell: {
    line: quoteForPowerShell,
    firstFile: firstFileForPowerShell,
    windowsFolder: "$env:windir",
    argumentsLength: powerShellArgumentsLength,
    maxLength: (program) => 32_000 - encloseArgument(quoteForPowerShell(program, [])).length,
  },
};

/** IIS's own appcmd. The sshd of Windows is a 64-bit program, so it sees the real system32. */
const appcmdOfWindows = "%windir%\\system32\\inetsrv\\appcmd.exe";

/**
 * The program to start on a server over SSH or WinRM. If its sshd is a 32-bit program on 64-bit Windows, system32 has an
 * appcmd that edits another configuration. `appcmdPath` must then be `%windir%\Sysnative\inetsrv\appcmd.exe`.
 */
export function remoteAppcmd(appcmdPath: string | undefined): string {
  return appcmdPath ?? appcmdOfWindows;
}
