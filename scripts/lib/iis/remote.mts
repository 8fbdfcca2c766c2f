import { escapeValue } from "#dist/provider/appcmd/edit.js";
import type { Connection } from "#dist/provider/connection/schema.js";
import { connect } from "#dist/provider/transport/connect.js";
import { leaveConnections } from "#dist/provider/transport/remote/shared-connection.js";
import { type ConnectionVariable, connectionsOf } from "./connections.mts";
import { appcmd, expect } from "./machine.mts";
import { testPrefix } from "./pools.mts";
import { awkwardTexts } from "./texts.mts";

/**
 * The values through each connection of a variable to this machine, each written into a pool and read back on the machine itself.
 *
 * @throws NotHere if the variable has no connection: JSON with the fields of a pool file's connection, or a list of such
 */
export async function throughConnections(variable: ConnectionVariable, count: number): Promise<void> {
  for (const [at, connection] of connectionsOf(variable).entries()) {
    try {
      await writeAndRead(connection, `${testPrefix}-remote-${at}`, count);
    } finally {
      await leaveConnections();
    }
  }
}

async function writeAndRead(connection: Connection, name: string, count: number): Promise<void> {
  const transport = connect(connection);
  await appcmd("add", "apppool", `/name:${name}`);
  for (const value of awkwardTexts.values.slice(0, count)) {
    const setting = `/failure.orphanActionParams:${escapeValue(value)}`;
    const result = await transport.exec(["set", "apppool", name, setting, "/commit:apphost"]);
    const way = connection.type === "winrm" ? "WinRM" : "SSH";
    expect(result.exitCode === 0, `appcmd over ${way} to take ${JSON.stringify(value)}`, { ...result, stderr: "" });
    const { stdout } = await appcmd("list", "apppool", name, "/text:failure.orphanActionParams");
    expect(stdout.replace(/\r?\n$/, "") === value, JSON.stringify(value), { stdout });
  }
}
