import { hostError } from "../crash";
import type { Connection } from "../connection/schema";
import { localTransport } from "./local";
import { offlineTransport } from "./offline";
import type { Transport } from "./transport";

/**
 * The transport for a connection. A transport over SSH or WinRM connects with its first command. Every failure is an IisError.
 *
 * @param folder to which paths are relative
 * @throws IisError `NO_APPCMD` if there is no appcmd
 */
export function connect(connection: Connection | undefined, folder = process.cwd()): Transport {
  // Only own keys are used, as in the check of connections.
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
  if (connection.host === undefined) return localTransport(connection.appcmdPath, connection.codePage);
  if (connection.type === "winrm") {
    const { winrmTransport } = require("./winrm/winrm") as typeof import("./winrm/winrm");
    return winrmTransport(connection);
  }
  const { sshTransport } = require("./ssh/ssh") as typeof import("./ssh/ssh");
  return sshTransport(connection);
}
