import { IisError } from "../../errors";
import { shorten } from "../../text";
import { environmentPrefix } from "../../connection/ssh-forms";
import type { SshLogin } from "../../connection/login";
import { from, LoginFailure, longestQuote, type Service } from "../remote/failures";

/** What answers on a server over SSH. */
export const sshService: Service = {
  name: "SSH server",
  check: "Check that the server is running, that OpenSSH Server runs on it, and that its firewall allows this port",
};

/** The error if the server requires more than the password. */
export function unansweredQuestion({ host, user }: SshLogin, what: string, isPasswordSent: boolean): LoginFailure {
  const hint = "Give the user a key, or a login that requires only the password";
  const problem = `the SSH server refuses the login of ${user}: it ${what}`;
  return new LoginFailure(new IisError("AUTH_FAILED", { host, problem, hint }), isPasswordSent ? "never" : "later");
}

/** The error if the server accepts none of the credentials. */
export function refusedLogin(
  login: SshLogin,
  tried: readonly string[],
  accepted: readonly string[],
  agentProblem: string | undefined,
  isPasswordSent: boolean,
): LoginFailure {
  const { host, user, agentSocketPath } = login;
  const agent = agentProblem === undefined ? "" : `. The agent at ${agentSocketPath ?? ""}: ${agentProblem}`;
  const takes = accepted.length === 0 ? "" : `; it accepts ${shorten(accepted.join(", "), longestQuote)}`;
  const sent = tried.filter((method) => method !== "none").join(", ");
  return new LoginFailure(
    new IisError("AUTH_FAILED", {
      host,
      problem: `the SSH server refuses the login of ${user} (tried: ${sent === "" ? "nothing" : sent}${takes})${agent}`,
      hint: whatToCheck(login),
    }),
    isPasswordSent ? "never" : "later",
  );
}

/** Only what this login consists of, each with the environment variable or file that it comes from. */
function whatToCheck({ password, privateKey, privateKeyFile, agentSocketPath, variables }: SshLogin): string {
  const keys = [
    ...(privateKey === undefined ? [] : [from("the key", privateKeyFile ?? variables["privateKey"])]),
    ...(agentSocketPath === undefined ? [] : ["the keys of the agent"]),
  ];
  const secrets = [...keys, ...(password === undefined ? [] : [from("the password", variables["password"])])];
  const place =
    keys.length === 0
      ? ""
      : "; for administrators, OpenSSH on Windows reads keys from %ProgramData%\\ssh\\administrators_authorized_keys only";
  return `Check ${from("the user", variables["user"])}, and ${secrets.join(" or ")}${place}`;
}

/** The error if the connection has neither key nor password, and there is no agent. */
export function noCredentials({ host, kind }: SshLogin): LoginFailure {
  const variables = ["PRIVATE_KEY", "PASSWORD"].map((name) => environmentPrefix[kind] + name).join(" or ");
  const hint = `Give privateKey, privateKeyFile or password, set ${variables}, or start an agent (agentSocketPath, SSH_AUTH_SOCK)`;
  return new LoginFailure(
    new IisError("AUTH_FAILED", { host, problem: "there is no key, password or agent to log in with", hint }),
    "later",
  );
}

/** The error if the private key cannot be used. @param problem never contains anything of the key */
export function unusableKey(
  { host, kind, privateKeyFile, variables }: SshLogin,
  problem: "encrypted" | "wrong passphrase" | "unreadable",
): LoginFailure {
  const path = privateKeyFile === undefined ? "privateKey" : "privateKeyFile";
  const it = privateKeyFile ?? variables["privateKey"] ?? "it";
  const passphrase = `${environmentPrefix[kind]}PRIVATE_KEY_PASSWORD`;
  const details = {
    encrypted: { path, problem: `${it} is encrypted`, hint: `Give privateKeyPassword as well, or set ${passphrase}` },
    "wrong passphrase": {
      path: "privateKeyPassword",
      problem: `${variables["privateKeyPassword"] ?? "it"} is not the passphrase of ${it === "it" ? path : it}`,
    },
    unreadable: {
      ...{ path, problem: `${it} is not a private key in the format of OpenSSH, PEM or PuTTY` },
      hint: privateKeyFile === undefined ? "Give the text of the whole file" : "Give the path of a private key",
    },
  };
  return new LoginFailure(new IisError("AUTH_FAILED", { host, ...details[problem] }), "later");
}
