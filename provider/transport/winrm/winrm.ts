import { IisError } from "../../errors";
import { connectionKey } from "../../connection/connection";
import { sshLogin } from "../../connection/login";
import { remoteAppcmd, remoteShells } from "../../connection/remote-shell";
import type { Connection } from "../../connection/schema";
import { winrmLogin } from "../../connection/winrm-login";
import { commandLineLength, quoteCommandLine, showArgument, splitProgram } from "../../quoting/quote";
import { outputDecoder } from "../decode-output";
import { commandTimeoutMs } from "../local";
import {
  askCodePage,
  askWindowsFolder,
  resultOf,
  type RunLine,
  shortTimeoutMs,
  throwIfMissing,
} from "../remote/ask-windows";
import type { ExecResult, Transport } from "../transport";
import { sharedWinrmConnection } from "./connection";

/** The maximum of CreateProcess is 32,767 characters; the rest is for the program. */
const longest = 30_000;

/**
 * appcmd of a Windows server over WinRM: one connection and one shell per login for the whole process, opened with the first
 * command. appcmd is started without cmd.exe; only a variable in its path is a question to cmd.exe, once.
 *
 * @param connection checked, with a host and `type: winrm`
 * @param env the source of fields that the connection omits
 */
export function winrmTransport(connection: Connection, env: NodeJS.ProcessEnv = process.env): Transport {
  const { host = "", codePage } = connection;
  const cmd = remoteShells.cmd;
  const through = connection.proxy && sshLogin(connection.proxy, "proxy", env);
  const shared = sharedWinrmConnection(winrmLogin(connection, env), through);
  const run: RunLine = (line, end) => shared.run({ command: line, isForCmd: true }, shortTimeoutMs, undefined, end);
  const decode = outputDecoder(host, () => (codePage === undefined ? askCodePage(run) : Promise.resolve(codePage)));
  let folder: Promise<string> | undefined;
  const windowsFolder = (signal?: AbortSignal, end?: AbortSignal): Promise<string> => {
    const asked: RunLine = (line) => shared.run({ command: line, isForCmd: true }, shortTimeoutMs, signal, end);
    const asking = (folder ??= askWindowsFolder(asked, cmd));
    return asking.catch((error: unknown) => {
      folder = undefined;
      throw error;
    });
  };
  const { windir, path } = splitProgram(remoteAppcmd(connection.appcmdPath));
  return {
    host,
    reach: "winrm",
    key: connectionKey(connection),
    maxCommandLength: longest,
    windowsFolder,
    async exec(args, signal, end): Promise<ExecResult> {
      if (commandLineLength(args) > longest) throw tooLong(host);
      const program = windir === "" ? path : `${await windowsFolder(signal, end)}${path}`;
      const command = { command: showArgument(program), arguments: quoteCommandLine(args), isForCmd: false };
      const outcome = await shared.run(command, commandTimeoutMs, signal, end).catch(async (error: unknown) => {
        const isMissing = error instanceof IisError && error.code === "NO_APPCMD";
        if (isMissing && connection.appcmdPath === undefined) await throwIfMissing(host, run, cmd, end);
        throw error;
      });
      return resultOf(outcome, decode);
    },
  };
}

function tooLong(host: string): IisError {
  const problem = `a command line is longer than the ${longest} characters that Windows accepts`;
  return new IisError("COMMAND_TOO_LONG", { host, problem });
}
