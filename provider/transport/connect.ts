import type { Connection } from "./connection";
import { localTransport } from "./local";
import { offlineTransport } from "./offline";
import { sshTransport } from "./ssh";
import type { Transport } from "./transport";

/**
 * The transport for a connection. One over SSH connects with its first command.
 *
 * @param folder where relative paths start.
 * @throws IisError `NO_APPCMD` where there is no appcmd.
 */
export function connect(connection: Connection | undefined, folder = process.cwd()): Transport {
  if (connection?.configFile !== undefined) {
    return offlineTransport(connection.configFile, folder, connection.codePage);
  }
  if (connection?.host !== undefined) return sshTransport(connection);
  return localTransport(connection?.appcmdPath, connection?.codePage);
}
