import { envReference } from "../env-reference";
import type { Connection } from "./connection";
import { connectionFieldNames, sshFieldNames } from "./connection-fields";
import { secretFields, type SshFields } from "./ssh-fields";

const secrets: ReadonlySet<string> = new Set(secretFields);

/**
 * Where a connection leads and by what, as one line for people who are to allow it: every field is in it. Of a secret it
 * holds the environment variable that it comes from, or that there is one.
 */
export function describeConnection(connection: Connection): string {
  const { configFile, host, appcmdPath, proxy, ...rest } = connection;
  const where =
    configFile !== undefined
      ? `file ${configFile}, offline with the emulator`
      : host === undefined
        ? "this machine"
        : `server ${host} over SSH`;
  const program = configFile === undefined ? [appcmdPath === undefined ? "appcmd.exe" : `program ${appcmdPath}`] : [];
  const way = proxy === undefined ? [] : [`by proxy ${fields(proxy, sshFieldNames)}`];
  const others = fields(rest, connectionFieldNames);
  return [where, ...program, ...(others === "" ? [] : [others]), ...way].join(", ");
}

function fields(given: SshFields, names: readonly string[]): string {
  const values = new Map<string, unknown>(Object.entries(given));
  return names
    .filter((name) => values.get(name) !== undefined)
    .map((name) => `${name} ${valueOf(name, String(values.get(name)))}`)
    .join(", ");
}

function valueOf(name: string, text: string): string {
  return secrets.has(name) && envReference(text) === undefined ? "(set)" : text;
}
