import { escapeValue } from "#dist/provider/appcmd/edit.js";
import { checkConnection } from "#dist/provider/connection/connection.js";
import type { Connection } from "#dist/provider/connection/schema.js";
import { connect } from "#dist/provider/transport/connect.js";
import { closeConnections } from "#dist/provider/transport/remote/shared-connection.js";
import { appcmd, expect, NotHere } from "./machine.mts";
import { testPrefix } from "./pools.mts";
import { awkwardTexts } from "./texts.mts";

const variable = "PULUMI_IIS_TEST_SSH";

/** The connection in a text of JSON. @throws Error without a part of the text, which may have a password */
export function readConnection(text: string): Connection {
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch {
    throw new Error(`${variable} is not valid JSON`);
  }
  const faults = checkConnection(input).map(({ path, message }) => `${path} ${message}`);
  if (faults.length > 0) throw new Error(`${variable}: ${faults.join("\n")}`);
  return input as Connection;
}

/**
 * The values through this machine's own OpenSSH server and its shell, each written into a pool and read back.
 *
 * @throws NotHere if PULUMI_IIS_TEST_SSH has no connection: JSON with the fields of a pool file's connection
 */
export async function throughOpenSsh(count: number): Promise<void> {
  const connection = process.env[variable];
  if (connection === undefined) throw new NotHere(`${variable} names no connection to this machine`);
  const transport = connect(readConnection(connection));
  const name = `${testPrefix}-ssh`;
  try {
    await appcmd("add", "apppool", `/name:${name}`);
    for (const value of awkwardTexts.values.slice(0, count)) {
      const setting = `/failure.orphanActionParams:${escapeValue(value)}`;
      const result = await transport.exec(["set", "apppool", name, setting, "/commit:apphost"]);
      expect(result.exitCode === 0, `appcmd over SSH to take ${JSON.stringify(value)}`, { ...result, stderr: "" });
      const { stdout } = await appcmd("list", "apppool", name, "/text:failure.orphanActionParams");
      expect(stdout.replace(/\r?\n$/, "") === value, JSON.stringify(value), { stdout });
    }
  } finally {
    closeConnections();
  }
}
