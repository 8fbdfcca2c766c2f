import type { X509Certificate } from "node:crypto";
import type { Duplex } from "node:stream";
import type { WinrmLogin } from "../../connection/winrm-login";
import type { RemoteClient, SentOrNot } from "../remote/client";
import { brokenWithPassword, interrupted, LoginFailure, unreachable } from "../remote/failures";
import { Channel } from "./channel";
import { noConnection, winrmService } from "./errors";
import { limitsFrom, noLimits } from "./limits";
import { leaveMs, runInShell } from "./run-command";
import { WinrmService } from "./service";
import { type ShellOfLogin, type WinrmCommand, WinrmShell } from "./shell";
import { openTls } from "./tls";

/** A server with a connection that is logged in, and a shell there; it has no sessions that could be used up. */
export type WinrmClient = RemoteClient<WinrmCommand, SentOrNot>;

/**
 * Logs in to a server, with one attempt, and makes sure that there is a shell.
 *
 * @param carrier leads to the server, or will. It is destroyed if the attempt fails
 * @param kept the shell of this login, if there is one
 * @param hasLoggedIn whether this login has succeeded before, so that its password is correct
 * @throws LoginFailure with `UNREACHABLE`, `CERTIFICATE_UNTRUSTED`, `AUTH_FAILED`, `ACCESS_DENIED`, `QUOTA_EXCEEDED`, `INTERRUPTED`
 */
export async function logInToWinrm(
  login: WinrmLogin,
  carrier: Duplex,
  kept: ShellOfLogin,
  signal: AbortSignal,
  hasLoggedIn: boolean,
): Promise<WinrmClient> {
  const { host, port, dialTimeoutMs, operationTimeoutMs } = login;
  const late = dialTimeoutMs === undefined ? undefined : AbortSignal.timeout(dialTimeoutMs);
  const over = late === undefined ? signal : AbortSignal.any([signal, late]);
  const isLate = (): boolean => late?.aborted === true;
  const destroy = (): void => {
    carrier.destroy();
  };
  const sent = { hasPassword: false };
  over.addEventListener("abort", destroy, { once: true });
  try {
    const [channel, certificate] = await openChannel(login, carrier);
    const service = new WinrmService(channel, login, certificate, () => {
      sent.hasPassword = true;
    });
    const shell = new WinrmShell(service, kept, host, operationTimeoutMs);
    await service.logIn();
    // The service has accepted the password, unless it is part of each request.
    if (service.isConnectionLoggedIn) sent.hasPassword = false;
    await shell.open({ ...noLimits, end: over });
    return clientOf(login, channel, shell);
  } catch (cause) {
    carrier.destroy();
    if (signal.aborted) throw new LoginFailure(interrupted(login), "later");
    if (cause instanceof LoginFailure) throw cause;
    const failure = isLate()
      ? new LoginFailure(
          unreachable(winrmService, { host, port }, `no answer within ${Number(dialTimeoutMs) / 1000} s`),
          "again",
        )
      : noConnection(login, cause as Error);
    throw sent.hasPassword && !hasLoggedIn ? brokenWithPassword(failure, login.variables["password"]) : failure;
  } finally {
    over.removeEventListener("abort", destroy);
  }
}

/** Begins HTTP over a socket, and TLS before it. @throws LoginFailure with `CERTIFICATE_UNTRUSTED`; the error of the system */
export async function openChannel(
  login: WinrmLogin,
  carrier: Duplex,
): Promise<readonly [Channel, X509Certificate | undefined]> {
  const { host, port } = login;
  const address = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  await connected(carrier);
  if (!login.isHttps) return [new Channel(carrier, carrier, address), undefined];
  const { socket, certificate } = await openTls(login, carrier);
  return [new Channel(socket, carrier, address), certificate];
}

/** Resolves when a socket is connected. @throws the error of the system */
function connected(carrier: Duplex & { readonly connecting?: boolean }): Promise<void> {
  if (carrier.connecting !== true) return Promise.resolve();
  return new Promise((resolve, reject) => {
    carrier.once("connect", resolve);
    carrier.once("error", reject);
    carrier.once("close", () => {
      reject(new Error("it was closed while connecting"));
    });
  });
}

function clientOf(login: WinrmLogin, channel: Channel, shell: WinrmShell): WinrmClient {
  return {
    run: (command, timeoutMs, end) => runInShell(login, channel, shell, command, timeoutMs, end),
    keepAlive: (keeps) => {
      channel.keepAlive(keeps);
    },
    isOpen: () => channel.isOpen(),
    closed: channel.closed,
    close: () => {
      channel.close();
    },
    async leave() {
      await shell.delete(limitsFrom(leaveMs));
      channel.close();
    },
  };
}
