import { missingAppcmd, tellingFiles } from "../../appcmd/known-failures";
import { firstFileCode } from "../../quoting/quote";
import { IisError } from "../../errors";
import { connectionKey } from "../../connection/connection";
import type { Connection } from "../../connection/schema";
import { outputDecoder, readCodePage } from "../decode-output";
import { commandTimeoutMs } from "../local";
import { remoteAppcmd, type RemoteShell, remoteShells } from "../../connection/remote-shell";
import { sharedConnection, type SshConnection } from "./connection";
import { sshLogin } from "../../connection/login";
import type { SshAnswer } from "./session";
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
  const decode = outputDecoder(host, () => (codePage === undefined ? askCodePage(shared) : Promise.resolve(codePage)));
  const maxCommandLength = shell.maxLength(program);
  return {
    host,
    reach: "ssh",
    key: connectionKey(connection),
    maxCommandLength,
    commandLength: (args) => shell.argumentsLength(args),
    windowsFolder: async () => {
      const outcome = await shared.run(shell.windowsFolder, shortTimeoutMs);
      return (outcome.kind === "ended" ? readFolder(outcome.stdout.toString("utf8")) : undefined) ?? "C:\\Windows";
    },
    async exec(args, signal, end): Promise<ExecResult> {
      if (shell.argumentsLength(args) > maxCommandLength) throw tooLong(host, shellName, maxCommandLength);
      const outcome = await shared.run(shell.line(program, args), commandTimeoutMs, signal, end);
      if (outcome.kind === "lost") return { exitCode: -1, stdout: "", ended: "lost" };
      const printed = [outcome.stdout, outcome.stderr];
      if (outcome.kind !== "ended") {
        return { exitCode: -1, stdout: Buffer.concat(printed).toString("utf8"), ended: outcome.kind };
      }
      if (connection.appcmdPath === undefined && isOfShell(outcome)) await throwIfMissing(host, shared, shell, end);
      const read = await Promise.all(printed.map(decode));
      const seen = read.find((one) => one.codePage !== undefined)?.codePage;
      const stdout = read.map(({ text }) => text).join("");
      return { exitCode: outcome.exitCode, stdout, ...(seen !== undefined && { codePage: seen }) };
    },
  };
}

/** The time of a command that is not appcmd, in milliseconds. */
const shortTimeoutMs = 10_000;

/** The folder in the answer of a shell; undefined if it has none. */
function readFolder(answer: string): string | undefined {
  return /^[a-z]:\\[^\r\n]*/im.exec(answer)?.[0].trimEnd();
}

/** Whether a shell that does not find the program may have ended in this way: appcmd prints nothing on standard error. */
function isOfShell({ exitCode, stdout, stderr }: Extract<SshAnswer, { kind: "ended" }>): boolean {
  return exitCode === 1 && stdout.length === 0 && stderr.length > 0;
}

/** Asks the server which files exist. @throws IisError `IIS_NOT_INSTALLED`, `ONLY_IIS_EXPRESS`, `MANAGEMENT_TOOLS_MISSING` */
async function throwIfMissing(
  host: string,
  connection: SshConnection,
  shell: RemoteShell,
  end: AbortSignal | undefined,
): Promise<void> {
  const outcome = await connection
    .run(shell.firstFile(tellingFiles), shortTimeoutMs, undefined, end)
    .catch(() => undefined);
  const missing = outcome?.kind === "ended" ? missingAppcmd(outcome.exitCode - firstFileCode) : undefined;
  if (missing !== undefined) throw new IisError(missing.code, { host, ...missing });
}

/**
 * The output of `chcp` on the server, which both shells know; undefined if it fails, because the command before it was
 * sent in any case.
 */
async function askCodePage(connection: SshConnection): Promise<number | undefined> {
  const outcome = await connection.run("chcp", shortTimeoutMs).catch(() => undefined);
  return outcome?.kind === "ended" ? readCodePage(outcome.stdout.toString("latin1")) : undefined;
}

function tooLong(host: string, shell: string, max: number): IisError {
  const problem = `a command line is longer than the ${max} characters that ${shell} accepts`;
  return new IisError("COMMAND_TOO_LONG", { host, problem });
}
