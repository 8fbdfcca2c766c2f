import { connectionKey } from "../../connection/connection";
import type { Connection } from "../../connection/schema";
import { outputDecoder } from "../decode-output";
import { commandTimeoutMs } from "../local";
import { remoteAppcmd, remoteShells } from "../../connection/remote-shell";
import {
  askCodePage,
  askWindowsFolder,
  isOfShell,
  resultOf,
  type RunLine,
  shortTimeoutMs,
  throwIfMissing,
} from "../remote/ask-windows";
import { lineTooLong } from "../remote/failures";
import { sharedConnection } from "./connection";
import { sshLogin } from "../../connection/login";
import type { ExecResult, Transport } from "../transport";

/**
 * appcmd of a Windows server over SSH: one connection per login for the whole process, opened with the first command.
 *
 * @param connection checked, with a host
 * @param env the source of fields that the connection omits
 */
export function sshTransport(connection: Connection, env: NodeJS.ProcessEnv = process.env): Transport {
  const { host = "", shell: shellName = "cmd", codePage } = connection;
  const shell = remoteShells[shellName];
  const program = remoteAppcmd(connection.appcmdPath);
  const login = sshLogin(connection, "host", env);
  const through = connection.proxy && sshLogin(connection.proxy, "proxy", env);
  const shared = sharedConnection(login, through);
  const run: RunLine = (line, end) => shared.run(line, shortTimeoutMs, undefined, end);
  const decode = outputDecoder(host, () => (codePage === undefined ? askCodePage(run) : Promise.resolve(codePage)));
  const maxCommandLength = shell.maxLength(program);
  return {
    host,
    reach: "ssh",
    key: connectionKey(connection),
    maxCommandLength,
    commandLength: (args) => shell.argumentsLength(args),
    windowsFolder: async () => (await askWindowsFolder(run, shell)) ?? "C:\\Windows",
    async exec(args, signal, end): Promise<ExecResult> {
      if (shell.argumentsLength(args) > maxCommandLength) throw lineTooLong(host, maxCommandLength, shellName);
      const outcome = await shared.run(shell.line(program, args), commandTimeoutMs, signal, end);
      if (connection.appcmdPath === undefined && isOfShell(outcome)) {
        await throwIfMissing(host, run, shell, end);
      }
      return resultOf(outcome, decode);
    },
  };
}
