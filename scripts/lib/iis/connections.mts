import { checkConnection } from "#dist/provider/connection/connection.js";
import type { Connection } from "#dist/provider/connection/schema.js";
import { NotHere } from "./machine.mts";

/** The environment variables with connections to this machine. */
export type ConnectionVariable = "PULUMI_IIS_TEST_SSH" | "PULUMI_IIS_TEST_WINRM";

/** The connections in a text of JSON: one, or a list of them. @throws Error without a part of the text, which may have a password */
export function readConnections(variable: ConnectionVariable, text: string): Connection[] {
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch {
    throw new Error(`${variable} is not valid JSON`);
  }
  const list: unknown[] = Array.isArray(input) ? input : [input];
  const faults = list.flatMap((one) => checkConnection(one)).map(({ path, message }) => `${path} ${message}`);
  if (faults.length > 0) throw new Error(`${variable}: ${faults.join("\n")}`);
  return list as Connection[];
}

/** The connections in an environment variable. @throws NotHere if it has none */
export function connectionsOf(variable: ConnectionVariable): Connection[] {
  const text = process.env[variable];
  if (text === undefined) throw new NotHere(`${variable} names no connection to this machine`);
  return readConnections(variable, text);
}
