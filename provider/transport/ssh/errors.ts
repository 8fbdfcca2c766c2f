import { IisError } from "../../errors";
import { shorten } from "../../text";
import { environmentPrefix } from "../../connection/ssh-forms";
import type { SshLogin } from "../../connection/login";

/**
 * What may be done after an attempt to log in that failed: try `again`; try with the next command, `later`; or `never`, as
 * the password was sent and may be wrong, and accounts get locked.
 */
export type Next = "again" | "later" | "never";

/** An attempt to log in that failed. */
export class LoginFailure extends Error {
  constructor(
    readonly error: IisError,
    readonly next: Next,
  ) {
    super(error.message);
  }
}

/** The most that a message repeats of what a server says, in characters. */
const longestQuote = 300;

/** That nothing answers, or something that is no SSH server to work with. */
export function unreachable({ host, port }: SshLogin, why: string, cause?: unknown): IisError {
  const problem = `cannot connect to its SSH server at port ${port}: ${shorten(why, longestQuote)}`;
  return new IisError("UNREACHABLE", { host, problem, cause });
}

/** The failure of an attempt to connect. A name that nobody knows, and a server of another kind, do not pass. */
export function connectionFailure(login: SshLogin, cause: Error & { code?: unknown }): LoginFailure {
  const isOtherKind = /no matching|identification|greeting|header/i.test(cause.message);
  const mayPass = cause.code !== "ENOTFOUND" && !isOtherKind;
  return new LoginFailure(unreachable(login, cause.message, cause), mayPass ? "again" : "later");
}

/** The failure of an attempt that broke off after the password had been sent: it may be what the server does with a wrong one. */
export function brokenWithPassword({ error }: LoginFailure): LoginFailure {
  const hint =
    "The password had been sent, and is not sent again, as a wrong one may lock the account. Check it; run again";
  return new LoginFailure(error.also({ hint }), "never");
}

/** That the server asks for more than the password. */
export function unansweredQuestion({ host, user }: SshLogin, what: string, isPasswordSent: boolean): LoginFailure {
  const hint = "Give the user a key, or a login that needs the password alone";
  const problem = `the SSH server does not let ${user} in: it ${what}`;
  return new LoginFailure(new IisError("AUTH_FAILED", { host, problem, hint }), isPasswordSent ? "never" : "later");
}

/** That the server lets nobody in with what there is. */
export function refusedLogin(
  { host, user, agentSocketPath }: SshLogin,
  tried: readonly string[],
  accepted: readonly string[],
  agentProblem: string | undefined,
  isPasswordSent: boolean,
): LoginFailure {
  const agent = agentProblem === undefined ? "" : `. The agent at ${agentSocketPath ?? ""}: ${agentProblem}`;
  const takes = accepted.length === 0 ? "" : `; it takes ${shorten(accepted.join(", "), longestQuote)}`;
  const sent = tried.filter((method) => method !== "none").join(", ");
  return new LoginFailure(
    new IisError("AUTH_FAILED", {
      host,
      problem: `the SSH server does not let ${user} in (tried: ${sent === "" ? "nothing" : sent}${takes})${agent}`,
      hint:
        "Check the user, and the password or key; for administrators, OpenSSH on Windows reads keys from " +
        "%ProgramData%\\ssh\\administrators_authorized_keys only",
    }),
    isPasswordSent ? "never" : "later",
  );
}

/** That the connection has neither key nor password, and there is no agent. */
export function nothingToLogInWith({ host }: SshLogin): LoginFailure {
  const variables = ["PRIVATE_KEY", "PASSWORD"].map((name) => environmentPrefix.host + name).join(" or ");
  const ways = `Give privateKey or password, set ${variables} (of a proxy: ${environmentPrefix.proxy}…), or start an agent`;
  const hint = `${ways} (agentSocketPath, SSH_AUTH_SOCK)`;
  return new LoginFailure(
    new IisError("AUTH_FAILED", { host, problem: "there is nothing to log in with", hint }),
    "later",
  );
}

/** That the private key cannot be used. @param problem never holds anything of the key. */
export function unusableKey(
  { host }: SshLogin,
  problem: "encrypted" | "wrong passphrase" | "unreadable",
): LoginFailure {
  const details = {
    encrypted: { path: "privateKey", problem: "it is encrypted", hint: "Give privateKeyPassword as well" },
    "wrong passphrase": { path: "privateKeyPassword", problem: "it is not the passphrase of privateKey" },
    unreadable: {
      ...{ path: "privateKey", problem: "it is not a private key in the format of OpenSSH, PEM or PuTTY" },
      hint: "Give the text of the whole file",
    },
  };
  return new LoginFailure(new IisError("AUTH_FAILED", { host, ...details[problem] }), "later");
}

/** That the caller had it stop before a command was sent. */
export function interrupted({ host }: SshLogin): IisError {
  return new IisError("INTERRUPTED", { host, problem: "interrupted before anything was sent to it" });
}
