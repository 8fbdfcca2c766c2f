import { resolve } from "node:path";
import { type Fault, IisError } from "../errors";
import { hostNameKey } from "../name-keys";
import { checkSshFields, shownInput } from "./check-ssh";
import { connectionFieldNames, sshFieldNames } from "./connection-fields";
import { isKnownCodePage } from "./decode-output";
import { remoteShells } from "./remote-shell";
import { type Shell, shells, type SshFields } from "./ssh-fields";

/**
 * Where appcmd is. Left out: `%windir%\system32\inetsrv\appcmd.exe` on this machine. With `host`: the same on that server,
 * over SSH; the field names are those of `@pulumi/command`. With `configFile`: no server at all.
 */
export interface Connection extends SshFields {
  /**
   * An `applicationHost.config` to work on offline, with the appcmd emulator of this package: for trying out, for
   * checks of pull requests, on any machine. Relative paths start at the folder of the Pulumi program.
   */
  readonly configFile?: string;
  /**
   * An executable with appcmd's command line, in place of `%windir%\system32\inetsrv\appcmd.exe`. With `host`: on that
   * server, where it may begin with `%windir%`.
   */
  readonly appcmdPath?: string;
  /**
   * The number of the code page in which appcmd prints where it does not print UTF-8: 437, 850, 866, 1252 …, as `chcp`
   * tells it on the host.
   *
   * @default on Windows what `chcp` says; elsewhere an answer that is no UTF-8 is refused
   */
  readonly codePage?: number;
  /**
   * The shell in which the server's OpenSSH runs commands: cmd.exe, unless its registry says otherwise (`DefaultShell`).
   *
   * @default cmd
   */
  readonly shell?: Shell;
  /** A machine on the way to the server, which is reached from there: the same fields. */
  readonly proxy?: SshFields;
}

const overSsh = [...sshFieldNames, "shell", "proxy"];

/**
 * Every fault of a connection that someone wrote, with paths below `connection`. None repeats a secret.
 *
 * @param isUnknown whether a key that is left out will be there, with a value that is not known yet.
 */
export function checkConnection(input: unknown, isUnknown: (key: string) => boolean = () => false): Fault[] {
  if (input === undefined) return [];
  const given = fieldsOf(input);
  if (given === undefined)
    return [{ path: "connection", message: `must be an object with ${connectionFieldNames.join(", ")}` }];
  return [
    ...checkKeys(given, "connection", connectionFieldNames),
    ...checkKind(given, isUnknown),
    ...(given.has("configFile") ? checkPath("configFile", given.get("configFile")) : []),
    ...(given.has("appcmdPath") ? checkAppcmd(given) : []),
    ...(given.has("codePage") ? checkCodePage("connection.codePage", given.get("codePage")) : []),
    ...(given.has("shell") ? checkShell(given.get("shell")) : []),
    ...checkSshFields(given, "connection"),
    ...(given.has("proxy") ? checkProxy(given.get("proxy"), isUnknown) : []),
  ];
}

/** The keys that have a value; undefined where it is no object. */
function fieldsOf(input: unknown): ReadonlyMap<string, unknown> | undefined {
  if (typeof input !== "object" || input === null || Array.isArray(input)) return undefined;
  return new Map(Object.entries(input).filter(([, value]) => value !== undefined));
}

function checkKeys(given: ReadonlyMap<string, unknown>, group: string, known: readonly string[]): Fault[] {
  return [...given.keys()]
    .filter((key) => !known.includes(key))
    .map((key) => ({ path: `${group}.${key}`, message: `unknown key; it takes ${known.join(", ")}` }));
}

/** A connection leads to one place. */
function checkKind(given: ReadonlyMap<string, unknown>, isUnknown: (key: string) => boolean): Fault[] {
  const path = "connection";
  if (given.has("configFile")) {
    const others = ["appcmdPath", ...overSsh].filter((key) => given.has(key));
    if (others.length === 0) return [];
    return [
      { path, message: `configFile is a file worked on offline, without ${others.join(", ")}: give one or the other` },
    ];
  }
  const withoutHost = overSsh.filter((key) => given.has(key));
  if (given.has("host") || isUnknown("host") || withoutHost.length === 0) return [];
  return [{ path, message: `${withoutHost.join(", ")} needs host: the name or address of the server` }];
}

function checkPath(key: string, value: unknown): Fault[] {
  const isPath = typeof value === "string" && value.trim() !== "" && !value.includes("\0");
  return isPath ? [] : [{ path: `connection.${key}`, message: "must be a path" }];
}

/** A path on a server has to get through a shell. */
function checkAppcmd(given: ReadonlyMap<string, unknown>): Fault[] {
  const value = given.get("appcmdPath");
  const faults = checkPath("appcmdPath", value);
  if (faults.length > 0 || !given.has("host")) return faults;
  const shell = shells.find((name) => name === given.get("shell")) ?? "cmd";
  try {
    remoteShells[shell].line(value as string, []);
    return [];
  } catch (error) {
    if (!(error instanceof IisError)) throw error;
    return [{ path: "connection.appcmdPath", message: error.message }];
  }
}

function checkCodePage(path: string, value: unknown): Fault[] {
  if (typeof value === "number" && isKnownCodePage(value)) return [];
  const example = "such as 437, 850, 866, 1252 or 65001 (UTF-8)";
  return [{ path, message: `must be the number of a code page of Windows, ${example}; got ${shownInput(value)}` }];
}

function checkShell(value: unknown): Fault[] {
  if (shells.some((shell) => shell === value)) return [];
  const message = `must be ${shells.join(" or ")}, the shell of the server's OpenSSH; got ${shownInput(value)}`;
  return [{ path: "connection.shell", message }];
}

function checkProxy(value: unknown, isUnknown: (key: string) => boolean): Fault[] {
  const path = "connection.proxy";
  const given = fieldsOf(value);
  if (given === undefined) return [{ path, message: `must be an object with ${sshFieldNames.join(", ")}` }];
  const isLed = given.has("host") || isUnknown("proxy.host");
  return [
    ...checkKeys(given, path, sshFieldNames),
    ...(isLed ? [] : [{ path, message: "needs host: the name or address of the machine on the way" }]),
    ...checkSshFields(given, path),
  ];
}

/**
 * The same for two connections that lead to the same host, whoever logs in and how, and whatever their code page; nothing
 * is looked at. It holds no secret.
 */
export function connectionKey(connection: Connection | undefined, folder = process.cwd()): string {
  if (connection?.configFile !== undefined) return `file:${resolve(folder, connection.configFile)}`;
  const program = connection?.appcmdPath ?? "";
  if (connection?.host === undefined) return `local:${program}`;
  const { proxy } = connection;
  return `ssh:${address(connection)}${proxy === undefined ? "" : ` by ${address(proxy)}`} ${program}`.trimEnd();
}

function address({ host = "", port = 22 }: SshFields): string {
  return `${hostNameKey(host)}:${port}`;
}
