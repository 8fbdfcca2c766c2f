import { IisError } from "../../errors";
import { shorten } from "../../text";
import type { WinrmLogin } from "../../connection/winrm-login";
import { LoginFailure, longestQuote } from "../remote/failures";

/** A login with a ticket, by the optional package `kerberos`: GSSAPI, and SSPI on Windows. */
export interface KerberosClient {
  /** @param token of the server, in base64; empty at first. @returns the next token, in base64 */
  step(token: string): Promise<string | null>;
}

interface Kerberos {
  initializeClient(spn: string, options: object): Promise<KerberosClient>;
  readonly GSS_MECH_OID_KRB5: number;
  readonly GSS_MECH_OID_SPNEGO: number;
}

/**
 * Begins a login with the ticket of the user; on Windows also with user and password, or as the current user.
 *
 * @param scheme `Negotiate`: within SPNEGO
 * @throws LoginFailure with `AUTH_FAILED`
 */
export async function beginKerberos(login: WinrmLogin, scheme: "Negotiate" | "Kerberos"): Promise<KerberosClient> {
  const { host, isHttps, spn = `HTTP/${host}`, user, password } = login;
  if (!isHttps) {
    throw failure(
      login,
      "Kerberos over HTTP is not supported: the package kerberos cannot encrypt messages on this platform",
      "Use HTTPS (https: true, port 5986), over which nothing needs a second encryption",
    );
  }
  const kerberos = await load(login);
  const isWindows = process.platform === "win32";
  // GSSAPI names a service HTTP@host, SSPI by its service principal name.
  const service = isWindows ? spn : spn.replace("/", "@");
  const mechOID = scheme === "Negotiate" ? kerberos.GSS_MECH_OID_SPNEGO : kerberos.GSS_MECH_OID_KRB5;
  const [, domain, name] = /^(?:([^\\]*)\\)?(.*)$/.exec(user ?? "") ?? [];
  const credentials =
    isWindows && password !== undefined ? { user: name, domain: domain ?? "", password: password.reveal() } : {};
  const principal = !isWindows && user !== undefined ? { principal: user } : {};
  try {
    return await kerberos.initializeClient(service, { mechOID, ...credentials, ...principal });
  } catch (error) {
    throw kerberosFailure(login, error);
  }
}

/** The next token for the server. @throws LoginFailure with `AUTH_FAILED` */
export async function stepKerberos(login: WinrmLogin, client: KerberosClient, token: string): Promise<string> {
  try {
    return (await client.step(token)) ?? "";
  } catch (error) {
    throw kerberosFailure(login, error);
  }
}

async function load(login: WinrmLogin): Promise<Kerberos> {
  const name = "kerberos";
  try {
    return (await import(name)) as Kerberos;
  } catch {
    const hint =
      "Install it beside pulumi-iis (npm install kerberos); the executables cannot use it, the command of the npm package can";
    throw failure(login, "Kerberos needs the package kerberos, which is not installed", hint);
  }
}

function kerberosFailure(login: WinrmLogin, error: unknown): LoginFailure {
  const said = error instanceof Error ? error.message.replaceAll(/\s+/g, " ").trim() : "";
  const hint = /skew|too great/i.test(said)
    ? "Set both clocks: they may differ by at most five minutes"
    : /not found in Kerberos database|unknown server/i.test(said)
      ? "Set connection.spn, or connection.host to the name that the domain has for the server (setspn -Q HTTP/name)"
      : /no Kerberos credentials|No credentials|cache|expired/i.test(said)
        ? "Get a ticket first: kinit user@REALM, or kinit -k -t file.keytab user@REALM"
        : "Check the ticket (klist) and /etc/krb5.conf";
  return failure(login, `no Kerberos login: ${shorten(said, longestQuote)}`, hint);
}

function failure({ host }: WinrmLogin, problem: string, hint: string): LoginFailure {
  return new LoginFailure(new IisError("AUTH_FAILED", { host, problem, hint }), "later");
}
