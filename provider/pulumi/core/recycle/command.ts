import { resolve } from "node:path";
import { recyclePool } from "../../../appcmd/command";
import { transientErrors } from "../../../appcmd/exit-codes";
import { appcmdExitCodes } from "../../../appcmd/answers/result";
import { type Fault, IisError } from "../../../errors";
import { poolKey } from "../../../names";
import { forgiveCodes } from "../../../quoting/forgive-codes";
import { quoteForPowerShell } from "../../../quoting/powershell";
import { quoteForSh } from "../../../quoting/sh";
import { connectionKey } from "../../../connection/connection";
import type { Connection } from "../../../connection/schema";
import type { SshFields } from "../../../connection/ssh-schema";
import { packageProgram } from "../../../package-root";
import { remoteAppcmd, remoteShells } from "../../../connection/remote-shell";
import { sshLogin } from "../../../connection/login";
import { checkInputs } from "../check";
import { refuseHiddenIdentity } from "../secret-marks";
import { recycleCommandSchema } from "./schema";

/** The inputs of these names for `@pulumi/command`. */
export interface RecycleCommand {
  /** Equal for the same pool of the same host, whatever its command line. */
  readonly target: string;
  readonly create: string;
  /** Runs instead of `create` if any input other than the triggers has changed: nothing is recycled then. */
  readonly update: string;
  /** Default: that of the platform. */
  readonly interpreter?: string[];
  readonly environment?: Record<string, string>;
}

/** The machine on which the program runs. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  /** The Node.js that runs the emulator. */
  readonly node: string;
  /** The folder to which paths are relative. */
  readonly folder: string;
}

/**
 * A stopped pool has no worker process (1062). A new pool that WAS does not know yet has none either (4312). In both
 * cases the next worker process starts with the deployed version, so no recycle is required.
 */
const idle = {
  codes: [appcmdExitCodes.notActive, appcmdExitCodes.noSuchElement],
  message: "nothing to recycle: the pool has no worker process",
  // A script cannot read the host: it retries only commands that were certainly not executed.
  retried: transientErrors.filter(({ isUndone, code }) => isUndone && code <= 0xffff).map(({ code }) => code),
};

const places =
  "Set the place of appcmd: connection { host } for a server over SSH, { configFile } for offline work on a file";

/** Exits with 0 in every shell. */
const nothing = "exit 0";

/** PowerShell reads its command from one argument, quoted in any way; cmd.exe does not. */
const powerShell = ["powershell.exe", "-NoProfile", "-NonInteractive", "-Command"];

/**
 * Every fault of the user's input, with paths. No fault shows a secret.
 *
 * @param isPoolSecret whether the program marked the pool as a secret: the command line, which has it, is printed
 */
export function checkRecycle(pool: unknown, connection: unknown, isPoolSecret = false): readonly Fault[] {
  return isPoolSecret ? refuseHiddenIdentity(["pool"]) : checkInputs(recycleCommandSchema(), { pool, connection });
}

/**
 * The command for a pool of a checked host.
 *
 * @throws IisError `COMMAND_NOT_SAFE`; `NO_APPCMD` if the machine does not run Windows and the connection names no
 *   appcmd
 */
export function recycleCommand(pool: string, connection: Connection | undefined, machine: Machine): RecycleCommand {
  const target = `${connection?.configFile ?? connectionKey(connection)} ${poolKey(pool)}`;
  const words = recyclePool(pool).map(({ text }) => text);
  if (connection?.host !== undefined) {
    const { appcmdPath, shell = "cmd" } = connection;
    const line = remoteShells[shell].line(remoteAppcmd(appcmdPath), words);
    return { target, create: forgiveCodes[shell](line, idle), update: nothing };
  }
  const { platform, node, folder } = machine;
  const isOffline = connection?.configFile !== undefined;
  if (platform !== "win32" && !isOffline && connection?.appcmdPath === undefined) {
    const problem = `this machine has no IIS (it runs ${platform}, not Windows)`;
    throw new IisError("NO_APPCMD", { pool, problem, hint: places });
  }
  const program = isOffline ? node : remoteAppcmd(connection?.appcmdPath);
  const all = isOffline ? [...packageProgram("appcmd-emulator").arguments, ...words] : words;
  const create =
    platform === "win32"
      ? forgiveCodes.powershell(quoteForPowerShell(program, all), idle)
      : forgiveCodes.sh(quoteForSh(program, all), idle);
  return {
    ...{ target, create, update: nothing },
    ...(platform === "win32" && { interpreter: powerShell }),
    ...(isOffline && { environment: { APPCMD_EMULATOR_CONFIG: resolve(folder, connection.configFile) } }),
  };
}

/** The connection over SSH in the format of `@pulumi/command`. */
export interface CommandLogin extends Omit<
  SshFields,
  "host" | "privateKeyFile" | "knownHosts" | "insecureIgnoreHostKey"
> {
  readonly host: string;
}

/**
 * The connection in the format of `@pulumi/command`. That package cannot read this package's environment, so values
 * from there (`${env:NAME}`, `PULUMI_IIS_SSH_PASSWORD` …) are inserted, and are secrets of the state.
 *
 * @throws IisError `AUTH_FAILED` if a secret refers to an environment variable that is not set
 */
export function commandConnection(
  connection: Connection,
  env: Readonly<Record<string, string | undefined>>,
): CommandLogin & { readonly proxy?: CommandLogin } {
  const { proxy } = connection;
  return {
    ...loginOf(connection, "host", env),
    ...(proxy !== undefined && { proxy: loginOf(proxy, "proxy", env) }),
  };
}

function loginOf(
  fields: SshFields,
  kind: "host" | "proxy",
  env: Readonly<Record<string, string | undefined>>,
): CommandLogin {
  // The plugin finds the agent itself; its socket has another name in every session, which would be a difference.
  const login = sshLogin(fields, kind, { ...env, SSH_AUTH_SOCK: undefined });
  const { host, port, user, agentSocketPath, hostKey } = login;
  const { perDialTimeout, dialErrorLimit } = fields;
  const secrets = {
    password: login.password?.reveal(),
    privateKey: login.privateKey?.reveal(),
    privateKeyPassword: login.privateKeyPassword?.reveal(),
  };
  const given = { ...secrets, agentSocketPath, hostKey, perDialTimeout, dialErrorLimit };
  return { host, port, user, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
}
