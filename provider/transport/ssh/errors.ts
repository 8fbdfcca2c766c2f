import { IisError } from "../../errors";
import { describeSystemError } from "../../read-file";
import { shorten } from "../../text";
import { environmentPrefix } from "../../connection/ssh-forms";
import type { SshLogin } from "../../connection/login";

/**
 * What to do after a failed login attempt: try `again`, try with the next command (`later`), or `never`, because the
 * password was sent and may be wrong, and accounts get locked.
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

/** The maximum length of a server's text in a message, in characters. */
const longestQuote = 300;

/** The error if no usable SSH server answers. */
export function unreachable({ host, port }: SshLogin, why: string, cause?: unknown): IisError {
  const problem = `cannot connect to its SSH server at port ${port}: ${shorten(why, longestQuote)}`;
  return new IisError("UNREACHABLE", { host, problem, cause });
}

/** The failure of a connection attempt. An unknown name and an incompatible server are not retried. */
export function connectionFailure(login: SshLogin, cause: Error & { code?: unknown }): LoginFailure {
  const isOtherKind = /no matching|identification|greeting|header/i.test(cause.message);
  const mayPass = cause.code !== "ENOTFOUND" && !isOtherKind;
  const isOfSystem = typeof cause.code === "string" && /^E(?!RR_)[A-Z]/.test(cause.code);
  const why = isOfSystem ? describeSystemError(String(cause.code)) : cause.message;
  return new LoginFailure(unreachable(login, why, cause), mayPass ? "again" : "later");
}

/**
 * The failure of an attempt that was closed after the password was sent: a server may do this after a wrong password.
 */
export function brokenWithPassword({ error }: LoginFailure): LoginFailure {
  const hint =
    "The password was sent and is not sent again, because a wrong one may lock the account. Check it, then rerun";
  return new LoginFailure(error.also({ hint }), "never");
}

/** The error if the server requires more than the password. */
export function unansweredQuestion({ host, user }: SshLogin, what: string, isPasswordSent: boolean): LoginFailure {
  const hint = "Give the user a key, or a login that requires only the password";
  const problem = `the SSH server refuses the login of ${user}: it ${what}`;
  return new LoginFailure(new IisError("AUTH_FAILED", { host, problem, hint }), isPasswordSent ? "never" : "later");
}

/** The error if the server accepts none of the credentials. */
export function refusedLogin(
  { host, user, agentSocketPath }: SshLogin,
  tried: readonly string[],
  accepted: readonly string[],
  agentProblem: string | undefined,
  isPasswordSent: boolean,
): LoginFailure {
  const agent = agentProblem === undefined ? "" : `. The agent at ${agentSocketPath ?? ""}: ${agentProblem}`;
  const takes = accepted.length === 0 ? "" : `; it accepts ${shorten(accepted.join(", "), longestQuote)}`;
  const sent = tried.filter((method) => method !== "none").join(", ");
  return new LoginFailure(
    new IisError("AUTH_FAILED", {
      host,
      problem: `the SSH server refuses the login of ${user} (tried: ${sent === "" ? "nothing" : sent}${takes})${agent}`,
      hint:
        "Check the user, and the password or key; for administrators, OpenSSH on Windows reads keys from " +
        "%ProgramData%\\ssh\\administrators_authorized_keys only",
    }),
    isPasswordSent ? "never" : "later",
  );
}

/** The error if the connection has neither key nor password, and there is no agent. */
export function noCredentials({ host }: SshLogin): LoginFailure {
  const variables = ["PRIVATE_KEY", "PASSWORD"].map((name) => environmentPrefix.host + name).join(" or ");
  const ways = `Give privateKey, privateKeyFile or password, set ${variables} (of a proxy: ${environmentPrefix.proxy}…), or start an agent`;
  const hint = `${ways} (agentSocketPath, SSH_AUTH_SOCK)`;
  return new LoginFailure(
    new IisError("AUTH_FAILED", { host, problem: "there is no key, password or agent to log in with", hint }),
    "later",
  );
}

/** The error if the private key cannot be used. @param problem never contains anything of the key */
export function unusableKey(
  { host, privateKeyFile }: SshLogin,
  problem: "encrypted" | "wrong passphrase" | "unreadable",
): LoginFailure {
  const path = privateKeyFile === undefined ? "privateKey" : "privateKeyFile";
  const it = privateKeyFile ?? "it";
  const details = {
    encrypted: { path, problem: `${it} is encrypted`, hint: "Give privateKeyPassword as well" },
    "wrong passphrase": {
      path: "privateKeyPassword",
      problem: `it is not the passphrase of ${privateKeyFile ?? path}`,
    },
    unreadable: {
      ...{ path, problem: `${it} is not a private key in the format of OpenSSH, PEM or PuTTY` },
      hint: privateKeyFile === undefined ? "Give the text of the whole file" : "Give the path of a private key",
    },
  };
  return new LoginFailure(new IisError("AUTH_FAILED", { host, ...details[problem] }), "later");
}

/** The error if the caller stopped before a command was sent. */
export function interrupted({ host }: SshLogin): IisError {
  return new IisError("INTERRUPTED", { host, problem: "interrupted before anything was sent to it" });
}
