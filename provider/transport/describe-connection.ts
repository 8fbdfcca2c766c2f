import { envReference } from "../env-reference";
import { type FieldOfSchema, fieldsOf } from "../input/field-table";
import { type Connection, connectionSchema, proxySchema } from "./connection-schema";

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
