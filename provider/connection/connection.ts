import { resolve } from "node:path";
import { envReference } from "../env-reference";
import type { Fault } from "../errors";
import { type InputFault, pathOf } from "../input/faults-of";
import { type FieldOfSchema, fieldsOf } from "../input/field-table";
import { readInput } from "../input/read-input";
import { lazily } from "../lazily";
import { hostNameKey } from "../names";
import { packageCall } from "../package-root";
import { isRecord } from "../record";
import { brokenRules } from "./rules";
import { type Connection, connectionInFileSchema, connectionSchema } from "./schema";
import { proxySchema, type SshFields } from "./ssh-schema";
import { sshDefaults } from "./ssh-forms";
import { winrmDefaults } from "./winrm-schema";
import { inQuotes } from "../text";

/**
 * Every fault of a connection that a user wrote, with paths below `connection`. No fault shows a secret.
 *
 * @param isUnknown whether an omitted key will have a value that is not known yet
 */
export function checkConnection(input: unknown, isUnknown: (key: string) => boolean = () => false): Fault[] {
  return input === undefined ? [] : check(connectionSchema(), input, isUnknown).map(belowConnection);
}

/**
 * The same for a connection in a file, where each secret is `${env:NAME}`; its paths are relative to the connection.
 */
export function checkConnectionInFile(input: unknown): InputFault[] {
  return check(connectionInFileSchema(), input, () => false);
}

function check(
  schema: ReturnType<typeof connectionSchema>,
  input: unknown,
  isUnknown: (key: string) => boolean,
): InputFault[] {
  const { faults } = readInput(schema, input, { isUnknown: (keys) => isUnknown(keys.join(".")) });
  return [...faults, ...rulesOf(input, isUnknown)];
}

/**
 * The second half of {@link checkConnection}: the rules over several fields, for a connection whose fields a larger
 * schema has read.
 */
export function checkConnectionRules(input: unknown, isUnknown: (key: string) => boolean): Fault[] {
  return rulesOf(input, isUnknown).map(belowConnection);
}

function rulesOf(input: unknown, isUnknown: (key: string) => boolean): InputFault[] {
  return isRecord(input) ? brokenRules(input, isUnknown) : [];
}

function belowConnection({ keys, message }: InputFault): Fault {
  return { path: pathOf(["connection", ...keys]), message };
}

/**
 * A key that is equal for two connections to the same server, whatever their login and code page; no server is
 * contacted. It holds no secret. Stacks store it, so its format must not change: a new field is appended.
 *
 * @param folder the folder to which `configFile` is relative
 */
export function connectionKey(connection: Connection | undefined, folder = process.cwd()): string {
  const { configFile, host, appcmdPath, proxy } = { ...connection };
  const place =
    configFile !== undefined
      ? `file:${resolve(folder, configFile)}`
      : host === undefined
        ? `local:${appcmdPath ?? ""}`
        : `${server(connection)}${proxy === undefined ? "" : ` by ${address(proxy)}`} ${appcmdPath ?? ""}`.trimEnd();
  return `${place}${otherIdentity(connection, "")}${otherIdentity(proxy, "proxy.")}`;
}

/**
 * A server by its name and port. Over SSH and over WinRM it is the same, if both have their standard ports: a change of
 * `type` alone replaces nothing. The prefix `ssh` is older than `type`.
 */
function server({ type, host = "", port }: Connection = {}): string {
  const isStandard = port === undefined || Object.values<number>(winrmDefaults.port).includes(port);
  if (type === "winrm") return isStandard ? `ssh:${address({ host })}` : `winrm:${address({ host, port })}`;
  return `ssh:${address({ host, ...(port !== undefined && { port }) })}`;
}

function address({ host = "", port = sshDefaults.port }: Pick<SshFields, "host" | "port"> = {}): string {
  return `${hostNameKey(host)}:${port}`;
}

const inPlace: ReadonlySet<string> = new Set(["configFile", "host", "port", "appcmdPath", "proxy"]);

function otherIdentity(fields: Connection | undefined, group: string): string {
  const values: Readonly<Record<string, unknown>> = fields ?? {};
  return fieldsOf(connectionSchema())
    .filter(({ key, isIdentity }) => isIdentity === true && !inPlace.has(key) && values[key] !== undefined)
    .map(({ key }) => ` ${group}${key}=${JSON.stringify(values[key])}`)
    .join("");
}

/** The key paths of all secrets in a connection: `["password"]`, `["proxy", "password"]` … */
export const secretPaths = lazily((): readonly (readonly string[])[] => secretsAmong(fieldsOf(connectionSchema())));

/** The names of the fields at {@link secretPaths}, each once. */
export const secretKeys = lazily((): ReadonlySet<string> => new Set(secretPaths().flatMap((path) => path.slice(-1))));

function secretsAmong(fields: readonly FieldOfSchema[], group: readonly string[] = []): string[][] {
  return fields.flatMap(({ key, secret, fields: inner = [] }) => [
    ...(secret === true ? [[...group, key]] : []),
    ...secretsAmong(inner, [...group, key]),
  ]);
}

/**
 * A connection as one line, for people who must allow it: the target and every field. For a secret it shows the
 * environment variable that holds it, or only that it is set.
 */
export function describeConnection(connection: Connection): string {
  const { configFile, host, type, appcmdPath, proxy, ...rest } = connection;
  const where =
    configFile !== undefined
      ? `file ${configFile}, offline with the emulator`
      : host === undefined
        ? "this machine"
        : `server ${host} over ${type === "winrm" ? "WinRM" : "SSH"}`;
  const program = configFile === undefined ? [appcmdPath === undefined ? "appcmd.exe" : `program ${appcmdPath}`] : [];
  const way = proxy === undefined ? [] : [`by proxy ${shown(proxy, fieldsOf(proxySchema()))}`];
  const others = shown(rest, fieldsOf(connectionSchema()));
  return [where, ...program, ...(others === "" ? [] : [others]), ...way].join(", ");
}

function shown(given: object, fields: readonly FieldOfSchema[]): string {
  const values = new Map<string, unknown>(Object.entries(given));
  return fields
    .filter(({ key }) => values.get(key) !== undefined)
    .map(({ key, secret }) => `${key} ${valueOf(String(values.get(key)), secret === true)}`)
    .join(", ");
}

function valueOf(text: string, isSecret: boolean): string {
  return isSecret && envReference(text) === undefined ? "(set)" : text;
}

/** What people must know of the way to a server before they rely on what was read or written there, one sentence each. */
export function connectionWarnings({ insecure }: Connection): readonly string[] {
  if (insecure !== true) return [];
  return ["the certificate is not checked (insecure: true), so another machine may have answered"];
}

/** appcmd on a server: it is not on the PATH there. */
const defaultAppcmd = "%windir%\\system32\\inetsrv\\appcmd.exe";

/** The command that restores all of a backup of a host: appcmd itself, or the emulator for a file. */
export function restoreCommand({ configFile, appcmdPath = defaultAppcmd }: Connection): (backup: string) => string {
  if (configFile === undefined) return (backup) => `${inQuotes(appcmdPath)} restore backup ${inQuotes(backup)}`;
  const emulator = packageCall("appcmd-emulator");
  return (backup) => `${emulator} restore backup ${inQuotes(backup)} ${inQuotes(`/apphostconfig:${configFile}`)}`;
}
