import type { Duplex } from "node:stream";
import { type AuthenticationType, type Client, type ParsedKey, utils } from "ssh2";
import { IisError } from "../../errors";
import { hostKeyAlgorithms, type HostKeyRule, hostKeyRule, verifyHostKey } from "../../connection/host-key";
import { brokenWithPassword, connectionFailure, LoginFailure, unreachable } from "../remote/failures";
import { noCredentials, refusedLogin, sshService, unansweredQuestion, unusableKey } from "./errors";
import type { SshLogin } from "../../connection/login";

/**
 * Connects a client to a machine, verifies the machine's key and authenticates the user. The password is sent at most
 * once, with the one method that the machine accepts, because a second wrong password may lock the account.
 *
 * @param socket leads to the machine, or will
 * @param hasLoggedIn whether this login has succeeded before, so that its password is correct
 * @throws LoginFailure with `UNREACHABLE`, `HOST_KEY_UNKNOWN`, `HOST_KEY_MISMATCH`, `AUTH_FAILED`, `INTERRUPTED`
 */
export function authenticate(
  client: Client,
  login: SshLogin,
  socket: Duplex,
  signal: AbortSignal,
  hasLoggedIn: boolean,
): Promise<void> {
  checkPrivateKey(login);
  const methods = methodsOf(login);
  if (methods.length === 0) throw noCredentials(login);
  const tried: AuthenticationType[] = [];
  const rule = ruleFor(login);
  const password = login.password?.reveal() ?? "";
  let isPasswordSent = false;
  let refused: IisError | undefined;
  let accepted: readonly string[] = [];
  let agentProblem: string | undefined;
  return new Promise((resolve, reject) => {
    const settle = (end: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      client.removeAllListeners("error").removeAllListeners("ready");
      // From now on, failures are reported when the connection closes.
      client.on("error", () => socket.destroy());
      end();
    };
    const fail = (failure: LoginFailure): void => {
      const mayBeWrongPassword = failure.next === "again" && isPasswordSent && !hasLoggedIn;
      settle(() => {
        reject(mayBeWrongPassword ? brokenWithPassword(failure, login.variables["password"]) : failure);
      });
    };
    const onAbort = (): void => {
      fail(
        new LoginFailure(
          new IisError("INTERRUPTED", { host: login.host, problem: "interrupted while logging in" }),
          "later",
        ),
      );
    };
    const refuse = (): void => {
      fail(refusedLogin(login, tried, accepted, agentProblem, isPasswordSent));
    };
    const { dialTimeoutMs } = login;
    const timer =
      dialTimeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            fail(
              new LoginFailure(unreachable(sshService, login, `no answer within ${dialTimeoutMs / 1000} s`), "again"),
            );
          }, dialTimeoutMs);
    signal.addEventListener("abort", onAbort);
    client.on("ready", () => {
      settle(resolve);
    });
    client.on("close", () => {
      fail(connectionFailure(sshService, login, new Error("it was closed while logging in")));
    });
    client.on("keyboard-interactive", (_name, _instructions, _language, prompts, finish) => {
      if (isPasswordSent) {
        fail(unansweredQuestion(login, "asks another question after the password", true));
        return;
      }
      if (prompts.length > 1) {
        fail(unansweredQuestion(login, `asks ${prompts.length} questions at once`, false));
        return;
      }
      isPasswordSent = true;
      finish([password]);
    });
    client.on("change password", () => {
      fail(unansweredQuestion(login, "requires a new password, because the user's password has expired", true));
    });
    client.on("error", (error: Error & { level?: string }) => {
      if (refused !== undefined) fail(new LoginFailure(refused, "later"));
      else if (error.level === "agent") agentProblem = error.message;
      else if (error.level === "client-authentication" || /authentication failures/i.test(error.message)) refuse();
      else fail(connectionFailure(sshService, login, error));
    });
    client.connect({
      sock: socket,
      username: login.user,
      readyTimeout: 0,
      algorithms: { serverHostKey: hostKeyAlgorithms(rule) as never },
      hostVerifier: (key: Buffer) => {
        refused = verifyHostKey(rule, key, login);
        return refused === undefined;
      },
      authHandler: (left, _isPartial, next) => {
        // Not known before the server has answered an attempt.
        if (Array.isArray(left)) accepted = left;
        const method = methods.find((one) => !tried.includes(one) && isAccepted(one, accepted, isPasswordSent));
        if (method !== undefined) tried.push(method);
        isPasswordSent ||= method === "password";
        next(method ?? (false as never));
      },
      ...(login.privateKey !== undefined && { privateKey: login.privateKey.reveal() }),
      ...(login.privateKeyPassword !== undefined && { passphrase: login.privateKeyPassword.reveal() }),
      ...(login.agentSocketPath !== undefined && { agent: login.agentSocketPath }),
      ...(login.password !== undefined && { password, tryKeyboard: true }),
    });
    if (signal.aborted) onAbort();
  });
}

/** The password is sent once: with the method `password` if the server accepts it, else as the answer to a question. */
function isAccepted(method: AuthenticationType, accepted: readonly string[], isPasswordSent: boolean): boolean {
  if (accepted.length === 0) return true;
  if (method === "none") return false;
  if (method === "keyboard-interactive") return accepted.includes(method) && !isPasswordSent;
  return accepted.includes(method === "agent" ? "publickey" : method);
}

/**
 * `none` shows which methods the server accepts, and a refused key shows it too. No password is sent before that is
 * known.
 */
function methodsOf({ privateKey, agentSocketPath, password }: SshLogin): AuthenticationType[] {
  return [
    ...(privateKey === undefined ? [] : (["publickey"] as const)),
    ...(agentSocketPath === undefined ? [] : (["agent"] as const)),
    ...(password === undefined ? [] : (["none", "password", "keyboard-interactive"] as const)),
  ];
}

/** @throws LoginFailure for a key that cannot be used. */
function checkPrivateKey(login: SshLogin): void {
  if (login.privateKey === undefined) return;
  const { privateKeyPassword } = login;
  const key: ParsedKey | Error = utils.parseKey(login.privateKey.reveal(), privateKeyPassword?.reveal());
  if (key instanceof Error) {
    if (/no passphrase/.test(key.message)) throw unusableKey(login, "encrypted");
    throw unusableKey(login, privateKeyPassword === undefined ? "unreadable" : "wrong passphrase");
  }
  if (!key.isPrivateKey()) throw unusableKey(login, "unreadable");
}

/** @throws LoginFailure for a known_hosts file that cannot be read. */
function ruleFor(login: SshLogin): HostKeyRule {
  try {
    return hostKeyRule(login, login);
  } catch (error) {
    throw error instanceof IisError ? new LoginFailure(error, "later") : error;
  }
}
