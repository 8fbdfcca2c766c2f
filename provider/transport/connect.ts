import type { Connection } from "./connection";
import { localTransport } from "./local";
import { offlineTransport } from "./offline";
import type { Transport } from "./transport";

/**
 * The transport for a connection.
 *
 * @param folder where relative paths start.
 * @throws IisError `NO_APPCMD` where there is no appcmd.
 */
export function connect(connection: Connection | undefined, folder = process.cwd()): Transport {
  return connection?.configFile === undefined
    ? localTransport(connection?.appcmdPath)
    : offlineTransport(connection.configFile, folder);
}
