import { IisError } from "../errors";
import { environmentPrefix, type SshLogin } from "./ssh-login";

/** An attempt to log in that failed, and whether the next one may succeed. */
export class LoginFailure extends Error {
  constructor(
    readonly error: IisError,
    readonly mayPass: boolean,
  ) {
    super(error.message);
  }
}

/** That nothing answers, or something that is no SSH server to work with. */
export function unreachable({ host, port }: SshLogin, why: string, cause?: unknown): IisError {
  return new IisError("UNREACHABLE", `${host}: no connection to its SSH server at port ${port}: ${why}`, { cause });
}

/** The failure of an attempt to connect. A name that nobody knows, and a server of another kind, do not pass. */
export function connectionFailure(login: SshLogin, cause: Error & { code?: unknown }): LoginFailure {
  const isOtherKind = /no matching|identification/i.test(cause.message);
  const mayPass = cause.code !== "ENOTFOUND" && !isOtherKind;
  return new LoginFailure(unreachable(login, cause.message, cause), mayPass);
}

/** That the server lets nobody in with what there is. */
export function refusedLogin(
  { host, user, agentSocketPath }: SshLogin,
  tried: readonly string[],
  accepted: readonly string[],
  agentProblem: string | undefined,
): LoginFailure {
  const agent = agentProblem === undefined ? "" : ` The agent at ${agentSocketPath ?? ""}: ${agentProblem}.`;
  const takes = accepted.length === 0 ? "" : `; it takes ${accepted.join(", ")}`;
  return new LoginFailure(
    new IisError(
      "AUTH_FAILED",
      `${host}: the SSH server does not let ${user} in (tried: ${tried.join(", ")}${takes}).${agent} Check the user, and ` +
        "the password or key; for administrators, OpenSSH on Windows reads keys from " +
        "%ProgramData%\\ssh\\administrators_authorized_keys only",
    ),
    false,
  );
}

/** That the connection has neither key nor password, and there is no agent. */
export function nothingToLogInWith({ host }: SshLogin): LoginFailure {
  const variables = ["PRIVATE_KEY", "PASSWORD"].map((name) => environmentPrefix.host + name).join(" or ");
  const remedy = `give privateKey or password, set ${variables} (of a proxy: ${environmentPrefix.proxy}…), or start an agent`;
  return new LoginFailure(
    new IisError("AUTH_FAILED", `${host}: there is nothing to log in with: ${remedy} (agentSocketPath, SSH_AUTH_SOCK)`),
    false,
  );
}

/** That the private key cannot be used. @param problem never holds anything of the key. */
export function unusableKey(
  { host }: SshLogin,
  problem: "encrypted" | "wrong passphrase" | "unreadable",
): LoginFailure {
  const told = {
    encrypted: "privateKey is encrypted: give privateKeyPassword as well",
    "wrong passphrase": "privateKeyPassword is not the passphrase of privateKey",
    unreadable: "privateKey is no private key in the format of OpenSSH, PEM or PuTTY: give the text of the whole file",
  };
  return new LoginFailure(new IisError("AUTH_FAILED", `${host}: ${told[problem]}`), false);
}
