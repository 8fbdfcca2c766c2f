import { connect as connectSocket } from "node:net";
import type { Connection } from "#dist/provider/connection/schema.js";
import { winrmLogin, type WinrmLogin } from "#dist/provider/connection/winrm-login.js";
import { logInToWinrm, openChannel, type WinrmClient } from "#dist/provider/transport/winrm/client.js";
import { WinrmService } from "#dist/provider/transport/winrm/service.js";
import { type ShellOfLogin, type WinrmCommand, WinrmShell } from "#dist/provider/transport/winrm/shell.js";
import { noLimits } from "#dist/provider/transport/winrm/limits.js";
import { expect } from "./machine.mts";

/** A connection with a login and a shell of its own, for the checks of what is assumed of WinRM. */
export class WinrmProbe {
  readonly connection: Connection;
  readonly login: WinrmLogin;
  readonly shell: ShellOfLogin = { id: undefined };
  #client: WinrmClient | undefined;

  constructor(connection: Connection) {
    this.connection = connection;
    this.login = winrmLogin(connection, process.env);
  }

  /** Runs a command in the shell. @throws Error if it does not end by itself */
  async run(command: WinrmCommand): Promise<{ exitCode: number; stdout: string }> {
    this.#client ??= await logIn(this.login, this.shell);
    const outcome = await this.#client.run(command, 60_000);
    expect(outcome.kind === "ended", `a command over WinRM to end, and not: ${outcome.kind}`);
    if (outcome.kind !== "ended") throw new Error(outcome.kind);
    return { exitCode: outcome.exitCode, stdout: outcome.stdout.toString("utf8") };
  }

  /** Deletes the shell by another connection, as the server does when it was idle. */
  async deleteShell(): Promise<void> {
    await (await logIn(this.login, { id: this.shell.id })).leave?.();
  }

  /** Logs in twice over one connection, and makes a shell with the second login. */
  async logInTwice(): Promise<void> {
    const [channel, certificate] = await openChannel(this.login, connectSocket(this.login));
    try {
      const service = new WinrmService(channel, this.login, certificate, () => undefined);
      await service.logIn();
      await service.logIn();
      const shell = new WinrmShell(service, { id: undefined }, this.login.host, this.login.operationTimeoutMs);
      await shell.open(noLimits);
      await shell.delete(noLimits);
    } finally {
      channel.close();
    }
  }

  async close(): Promise<void> {
    await this.#client?.leave?.();
  }
}

function logIn(login: WinrmLogin, shell: ShellOfLogin): Promise<WinrmClient> {
  return logInToWinrm(login, connectSocket(login), shell, new AbortController().signal, true);
}
