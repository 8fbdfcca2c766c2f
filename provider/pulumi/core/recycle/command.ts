import { resolve } from "node:path";
import { recyclePool } from "../../../appcmd/command";
import { passingAnswers } from "../../../appcmd/exit-codes";
import { appcmdExitCodes } from "../../../appcmd/answers/result";
import { type Fault, IisError } from "../../../errors";
import { poolKey } from "../../../names";
import { forgiveCodes } from "../../../quoting/forgive-codes";
import { quoteForPowerShell } from "../../../quoting/powershell";
import { quoteForSh } from "../../../quoting/sh";
import { connectionKey } from "../../../connection/connection";
import type { Connection } from "../../../connection/schema";
import type { SshFields } from "../../../connection/schema";
import { packageProgram } from "../../../package-root";
import { remoteAppcmd, remoteShells } from "../../../connection/remote-shell";
import { sshLogin } from "../../../connection/login";
import { checkInputs } from "../check";
import { recycleCommandSchema } from "./schema";

/** What `@pulumi/command` runs: its inputs of these names. */
export interface RecycleCommand {
  /** The same for the same pool of the same host, however its command line is written. */
  readonly target: string;
  readonly create: string;
  /** Run where any other input than the triggers has changed, and in place of `create`: nothing is to be recycled then. */
  readonly update: string;
  /** Left out: that of the platform. */
  readonly interpreter?: string[];
  readonly environment?: Record<string, string>;
}

/** The machine on which the program runs. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  /** The Node that runs the emulator. */
  readonly node: string;
  /** Where relative paths start. */
  readonly folder: string;
}

/**
 * A pool that is stopped has no worker process (1062), nor has one that WAS does not know yet, right after it was created
 * (4312): the next one starts with what was deployed, which is all that a deployment wants of the recycling.
 */
const idle = {
  codes: [appcmdExitCodes.notActive, appcmdExitCodes.noSuchElement],
  message: "nothing to recycle: the pool has no worker process",
  // A script cannot look at the host: it repeats what was certainly not carried out.
  retried: passingAnswers.filter(({ isUndone, code }) => isUndone && code <= 0xffff).map(({ code }) => code),
};

const places =
  "Say where appcmd is: connection { host } for a server over SSH, { configFile } for a file worked on offline";

/** Ends well in every shell. */
const nothing = "exit 0";

/** PowerShell reads its command from one argument, however it is quoted on the way; cmd.exe does not. */
const powerShell = ["powershell.exe", "-NoProfile", "-NonInteractive", "-Command"];

/** Every fault of what someone wrote, with paths. None repeats a secret. */
export function checkRecycle(pool: unknown, connection: unknown): Fault[] {
  return checkInputs(recycleCommandSchema(), { pool, connection });
}

/**
 * The command for a pool of a host that is checked.
 *
 * @throws IisError `COMMAND_NOT_SAFE`; `NO_APPCMD` where the machine is no Windows and nothing says where appcmd is.
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
  const all = isOffline ? [packageProgram("appcmd-emulator"), ...words] : words;
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

/** What `@pulumi/command` takes for a connection over SSH. */
export interface CommandLogin extends Omit<SshFields, "host" | "knownHosts" | "insecureIgnoreHostKey"> {
  readonly host: string;
}

/**
 * The connection as `@pulumi/command` takes it. It has no way to the environment of this package, so what stands there
 * (`${env:NAME}`, `PULUMI_IIS_SSH_PASSWORD` …) is put in, and is a secret of the state.
 *
 * @throws IisError `AUTH_FAILED` where a secret is a reference to an environment variable that is not set.
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
  // The plugin looks for the agent itself; its socket has another name in every session, which would be a difference.
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
