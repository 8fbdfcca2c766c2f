import { digestOf, type SshLogin } from "../../connection/login";
import type { WinrmLogin } from "../../connection/winrm-login";
import { reach } from "../remote/reach";
import { SharedConnection } from "../remote/shared-connection";
import { sharedConnection } from "../ssh/connection";
import type { WinrmClient } from "./client";
import { winrmService } from "./errors";
import type { ShellOfLogin, WinrmCommand } from "./shell";

/** One request at a time: a login is valid for its connection, and the services limit the requests of a user. */
const mostSessions = 1;

/** The connection to a server over WinRM. */
export type WinrmConnection = SharedConnection<WinrmCommand, WinrmClient>;

const connections = new Map<string, WinrmConnection>();

/** The shared connection to a server with this login, and its shell there: one for the whole process. */
export function sharedWinrmConnection(login: WinrmLogin, through: SshLogin | undefined): WinrmConnection {
  const key = digestOf([login, through ?? {}]);
  const known = connections.get(key) ?? begin(login, through);
  connections.set(key, known);
  return known;
}

function begin(login: WinrmLogin, through: SshLogin | undefined): WinrmConnection {
  const proxy = through && sharedConnection(through);
  const way = { ...login, through: proxy && { host: through.host, connection: proxy } };
  const kept: ShellOfLogin = { id: undefined };
  const kind = {
    ...{ login, service: winrmService, mostSessions },
    leavesBehind: () => kept.id !== undefined,
    logIn: async (signal: AbortSignal, hasLoggedIn: boolean): Promise<WinrmClient> => {
      const { logInToWinrm } = require("./client") as typeof import("./client");
      return logInToWinrm(login, await reach(winrmService, way, signal), kept, signal, hasLoggedIn);
    },
  };
  return new SharedConnection(kind, proxy);
}
