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
  isOfShell,
  resultOf,
  type RunLine,
  shortTimeoutMs,
  throwIfMissing,
} from "../remote/ask-windows";
import type { ExecResult, Transport } from "../transport";
import { sharedWinrmConnection } from "./connection";
import type { RemoteAnswer } from "../remote/client";
import { interrupted, lineTooLong } from "../remote/failures";
import type { WinrmCommand } from "./shell";

/** The maximum of CreateProcess is 32,767 characters; the rest is for the program. */
const longestWithoutShell = 30_000;

/**
 * appcmd of a Windows server over WinRM: one connection and one shell per login for the whole process, opened with the first
 * command. appcmd is started without cmd.exe, unless `shell` is `cmd`; a variable in its path is a question to cmd.exe, once.
 *
 * @param connection checked, with a host and `type: winrm`
 * @param env the source of fields that the connection omits
 */
export function winrmTransport(connection: Connection, env: NodeJS.ProcessEnv = process.env): Transport {
  const { host = "", codePage } = connection;
  const cmd = remoteShells.cmd;
  const through = connection.proxy && sshLogin(connection.proxy, "proxy", env);
  const shared = sharedWinrmConnection(winrmLogin(connection, env), through);
  const runLine = (line: string, signal?: AbortSignal, end?: AbortSignal): Promise<RemoteAnswer> =>
    shared.run({ command: line, isForCmd: true }, shortTimeoutMs, signal, end);
  const run: RunLine = (line, end) => runLine(line, undefined, end);
  const decode = outputDecoder(host, () => (codePage === undefined ? askCodePage(run) : Promise.resolve(codePage)));
  let folder: Promise<string> | undefined;
  const askFolder = async (signal?: AbortSignal, end?: AbortSignal): Promise<string> => {
    // A question can be repeated; without its answer appcmd may not be found.
    for (let attempt = 0; attempt < mostQuestions; attempt++) {
      const found = await askWindowsFolder((line) => runLine(line, signal, end), cmd);
      if (found !== undefined) return found;
      if (end?.aborted === true) throw interrupted({ host });
    }
    throw noFolder(host);
  };
  const windowsFolder = async (signal?: AbortSignal, end?: AbortSignal): Promise<string> => {
    for (;;) {
      const isAsked = folder !== undefined;
      const asking = (folder ??= askFolder(signal, end));
      try {
        return await asking;
      } catch (error) {
        if (folder === asking) folder = undefined;
        // The call that asked may have been interrupted, and this one not.
        if (!isAsked || !(error instanceof IisError) || error.code !== "INTERRUPTED") throw error;
      }
    }
  };
  const program = remoteAppcmd(connection.appcmdPath);
  const { windir, path } = splitProgram(program);
  const isForCmd = connection.shell === "cmd";
  const maxCommandLength = isForCmd ? cmd.maxLength(program) : longestWithoutShell;
  const lengthOf = isForCmd ? cmd.argumentsLength : commandLineLength;
  const commandFor = async (args: readonly string[], ...signals: Signals): Promise<WinrmCommand> => {
    if (isForCmd) return { command: cmd.line(program, args), isForCmd };
    const file = windir === "" ? path : `${await windowsFolder(...signals)}${path}`;
    return { command: showArgument(file), arguments: quoteCommandLine(args), isForCmd };
  };
  const explain = async (end?: AbortSignal): Promise<void> => {
    if (connection.appcmdPath === undefined) await throwIfMissing(host, run, cmd, end);
  };
  return {
    host,
    reach: "winrm",
    key: connectionKey(connection),
    maxCommandLength,
    commandLength: lengthOf,
    windowsFolder,
    async exec(args, signal, end): Promise<ExecResult> {
      if (lengthOf(args) > maxCommandLength) throw lineTooLong(host, maxCommandLength, "its shell");
      const command = await commandFor(args, signal, end);
      const outcome = await shared.run(command, commandTimeoutMs, signal, end).catch(async (error: unknown) => {
        if (error instanceof IisError && error.code === "NO_APPCMD") await explain(end);
        throw error;
      });
      if (isForCmd && isOfShell(outcome)) await explain(end);
      return resultOf(outcome, decode);
    },
  };
}

/** How often the folder of Windows is asked for. */
const mostQuestions = 3;

function noFolder(host: string): IisError {
  return new IisError("UNREACHABLE", {
    host,
    problem: `its cmd.exe does not say where Windows is (asked ${mostQuestions} times)`,
    hint: "Set connection.appcmdPath to the whole path of appcmd.exe, without a variable, or run winrs against the server to see why",
  });
}

type Signals = readonly [signal?: AbortSignal, end?: AbortSignal];
