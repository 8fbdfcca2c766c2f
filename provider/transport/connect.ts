import { hostError } from "../crash";
import type { Connection } from "../connection/schema";
import { localTransport } from "./local";
import { offlineTransport } from "./offline";
import { sshTransport } from "./ssh/ssh";
import type { Transport } from "./transport";

/**
 * The transport for a connection. One over SSH connects with its first command. Whatever goes wrong is an IisError.
 *
 * @param folder where relative paths start.
 * @throws IisError `NO_APPCMD` where there is no appcmd.
 */
export function connect(connection: Connection | undefined, folder = process.cwd()): Transport {
  // Own keys alone count, as where it is checked.
  const transport = begin({ ...connection }, folder);
  return {
    ...transport,
    exec: async (args, ...signals) => {
      try {
        return await transport.exec(args, ...signals);
      } catch (error) {
        throw hostError(transport.host, error);
      }
    },
  };
}

function begin(connection: Connection, folder: string): Transport {
  if (connection.configFile !== undefined) {
    return offlineTransport(connection.configFile, folder, connection.codePage);
  }
  if (connection.host !== undefined) return sshTransport(connection);
  return localTransport(connection.appcmdPath, connection.codePage);
}
