import { digestOf, type SshLogin } from "../../connection/login";
import { reach } from "../remote/reach";
import { SharedConnection } from "../remote/shared-connection";
import type { SshClient } from "./client";
import { sshService } from "./errors";

/** OpenSSH allows 10 sessions on a connection (`MaxSessions`); two are kept free for others. */
const mostSessions = 8;

/** The connection to a machine over SSH; its commands are lines for the machine's shell. */
export type SshConnection = SharedConnection<string, SshClient>;

const connections = new Map<string, SshConnection>();

/** The shared connection to a machine with this login: one for the whole process. */
export function sharedConnection(login: SshLogin, through?: SshLogin): SshConnection {
  const key = digestOf([login, through ?? {}]);
  const known = connections.get(key) ?? begin(login, through);
  connections.set(key, known);
  return known;
}

function begin(login: SshLogin, through: SshLogin | undefined): SshConnection {
  const connection = through && sharedConnection(through);
  const way = { ...login, through: connection && { host: through.host, connection } };
  const kind = {
    ...{ login, service: sshService, mostSessions },
    logIn: async (signal: AbortSignal, hasLoggedIn: boolean): Promise<SshClient> => {
      // The SSH library takes a quarter of a second to load, and most calls do not use it.
      const { logIn } = require("./client") as typeof import("./client");
      return logIn(login, await reach(sshService, way, signal), signal, hasLoggedIn);
    },
  };
  return new SharedConnection(kind, connection);
}
