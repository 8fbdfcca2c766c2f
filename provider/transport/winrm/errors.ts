import { IisError } from "../../errors";
import { shorten } from "../../text";
import type { WinrmLogin } from "../../connection/winrm-login";
import { connectionFailure, LoginFailure, longestQuote, type Service } from "../remote/failures";

/** What answers on a server over WinRM. */
export const winrmService: Service = {
  name: "WinRM service",
  check:
    "Check that the server is running, that the service WinRM runs on it and has a listener at this port, " +
    "with HTTPS unless https is false (Enable-PSRemoting -Force; winrm enumerate winrm/config/listener), and that its firewall " +
    "allows this port",
};

/** The error if the server does not offer the kind of login. @param offered `Negotiate`, `Kerberos`, `Basic` … */
export function notOffered({ host, auth }: WinrmLogin, offered: readonly string[]): LoginFailure {
  const list = offered.length === 0 ? "none" : shorten(offered.join(", "), longestQuote);
  const names = {
    negotiate: "Negotiate",
    ntlm: "Negotiate",
    kerberos: "Kerberos",
    basic: "Basic",
    certificate: "Certificate",
  };
  return new LoginFailure(
    new IisError("AUTH_FAILED", {
      host,
      path: "connection.auth",
      problem: `the WinRM service does not offer ${auth}; it offers ${list}`,
      hint: `Choose another auth, or allow it on the server in PowerShell: Set-Item WSMan:\\localhost\\Service\\Auth\\${names[auth]} $true`,
    }),
    "later",
  );
}

/** The error if the server refuses the credentials. */
export function refusedWinrmLogin(login: WinrmLogin, offered: readonly string[]): LoginFailure {
  if (login.auth === "basic" && !offered.includes("Basic")) return notOffered(login, offered);
  const { host, auth, user, isHttps } = login;
  const who = user === undefined ? "" : ` of ${user}`;
  const list = offered.length === 0 ? "" : `; it offers ${shorten(offered.join(", "), longestQuote)}`;
  const hints = {
    negotiate: "Check user (CORP\\name, name@corp.example, or name of a local account) and password",
    ntlm: "Check user (CORP\\name, name@corp.example, or name of a local account) and password",
    kerberos:
      "Check the ticket (klist), that the server has this service principal name (setspn -Q), both clocks, and that " +
      "CbtHardeningLevel of the service is not Strict, because a login with Kerberos is not bound to HTTPS",
    basic: "Check user and password; Basic is for local accounts only",
    certificate:
      "In PowerShell on the server, map the certificate to a local administrator (New-Item WSMan:\\localhost\\ClientCertificate), and " +
      "allow this kind of login (Set-Item WSMan:\\localhost\\Service\\Auth\\Certificate $true)",
  } as const;
  const kind = auth === "negotiate" && login.password === undefined ? "kerberos" : auth;
  const bindings =
    isHttps && (kind === "negotiate" || kind === "ntlm")
      ? ". If both are right, something between this machine and the server may replace the certificate"
      : "";
  return new LoginFailure(
    new IisError("AUTH_FAILED", {
      host,
      problem: `the WinRM service refuses the login${who} (${auth}${list})`,
      hint: `${hints[kind]}${bindings}`,
    }),
    login.password === undefined ? "later" : "never",
  );
}

/** The error if a service behind the port does not speak this protocol. */
export function otherService({ host, port }: WinrmLogin, what: string): LoginFailure {
  const problem = `what answers at port ${port} is no WinRM service: ${what}`;
  const hint = "Check port and https: WinRM has 5986 with HTTPS, and 5985 with https: false";
  return new LoginFailure(new IisError("UNREACHABLE", { host, problem, hint }), "later");
}

/**
 * The error if an answer to a login is not that of a server which knows the password or has the keys of its service.
 *
 * @param next `never` if the login was sent with a password
 */
export function unprovenServer({ host, port }: WinrmLogin, why: string, next: "later" | "never"): LoginFailure {
  const problem = `another machine may have answered at port ${port}: ${why}`;
  const hint =
    "Check host and port, and what is between this machine and the server. HTTPS with a checked certificate proves the server";
  return new LoginFailure(new IisError("AUTH_FAILED", { host, problem, hint }), next);
}

/** The failure of an attempt before any answer. @param broken the error of the system, of TLS, or of {@link ChannelBroken} */
export function noConnection(login: WinrmLogin, broken: Error): LoginFailure {
  const cause = (broken.cause ?? broken) as Error & { readonly code?: unknown; readonly reason?: unknown };
  const { code, reason } = cause;
  if (code === "ERR_SSL_WRONG_VERSION_NUMBER") return otherService(login, "it does not speak TLS");
  if (String(code).startsWith("HPE_")) return otherService(login, "it does not speak HTTP");
  // The message of OpenSSL has places in its source.
  return connectionFailure(winrmService, login, typeof reason === "string" ? new Error(reason) : cause);
}
