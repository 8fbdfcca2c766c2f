import { IisError } from "../../errors";
import { shorten } from "../../text";
import type { WinrmLogin } from "../../connection/winrm-login";
import { LoginFailure, longestQuote } from "../remote/failures";
import { unprovenServer } from "./errors";
import { kerberosHint } from "./kerberos-hints";
import { type KerberosClient, loadKerberos } from "./kerberos-package";
import { hasNtlmMessage } from "./ntlm/format";

/** How long a step of a login may take if `perDialTimeout` sets no limit, in milliseconds. It may ask domain controllers. */
const mostStepMs = 60_000;

/** A login with a ticket, by the optional package `kerberos`: GSSAPI, and SSPI on Windows. */
export class KerberosLogin {
  private constructor(
    private readonly login: WinrmLogin,
    private readonly client: KerberosClient,
  ) {}

  /**
   * Begins a login with the ticket of the user; on Windows also with user and password, or as the current user.
   *
   * @param scheme `Negotiate`: within SPNEGO
   * @throws LoginFailure with `AUTH_FAILED`
   */
  static async begin(login: WinrmLogin, scheme: "Negotiate" | "Kerberos"): Promise<KerberosLogin> {
    const { host, isHttps, spn = `HTTP/${host}`, user, password } = login;
    if (!isHttps) {
      throw kerberosFailure(
        login,
        "Kerberos over HTTP is not supported: the package kerberos cannot encrypt messages on this platform",
        "Use HTTPS (https: true, port 5986), over which nothing needs a second encryption",
      );
    }
    const isWindows = process.platform === "win32";
    if (!isWindows && user?.includes("\\") === true) {
      const hint =
        "Write name@REALM, as klist shows it (deploy@CORP.EXAMPLE), or omit user if there is one ticket only";
      throw kerberosFailure(login, `${user} is no name of a Kerberos user on this platform`, hint, "connection.user");
    }
    const kerberos = await loadKerberos(login);
    // GSSAPI names a service HTTP@host, SSPI by its service principal name.
    const service = isWindows ? spn : spn.replace("/", "@");
    const mechOID = scheme === "Negotiate" ? kerberos.GSS_MECH_OID_SPNEGO : kerberos.GSS_MECH_OID_KRB5;
    const [, domain, name] = /^(?:([^\\]*)\\)?(.*)$/.exec(user ?? "") ?? [];
    const credentials =
      isWindows && password !== undefined ? { user: name, domain: domain ?? "", password: password.reveal() } : {};
    const principal = !isWindows && user !== undefined ? { principal: user } : {};
    const client = await inTime(login, kerberos.initializeClient(service, { mechOID, ...credentials, ...principal }));
    return new KerberosLogin(login, client);
  }

  /**
   * The next token for the server, empty after the last one. No token of NTLM is sent or accepted: SPNEGO can choose it where there is no
   * ticket.
   *
   * @param token of the server; undefined at first
   * @throws LoginFailure with `AUTH_FAILED`
   */
  async step(token?: Buffer): Promise<Buffer> {
    if (token !== undefined && hasNtlmMessage(token)) {
      throw unprovenServer(this.login, "it asks for NTLM in place of Kerberos", "later");
    }
    const said = await inTime(this.login, this.client.step(token?.toString("base64") ?? ""));
    const next = Buffer.from(said ?? "", "base64");
    if (!hasNtlmMessage(next)) return next;
    const hint =
      "Check spn and that this machine is in the domain (klist); for a login with NTLM set auth: ntlm with user and password";
    throw kerberosFailure(this.login, "there is no Kerberos ticket for the server, only NTLM, which is not sent", hint);
  }

  /** Whether the server has proved that it has the keys of its service. On Windows the package says `contextComplete` too early. */
  get isProven(): boolean {
    return this.client.contextComplete && typeof this.client.username === "string" && this.client.username !== "";
  }
}

/** @throws LoginFailure with `AUTH_FAILED`: the error of the package, or that it takes too long */
async function inTime<T>(login: WinrmLogin, result: Promise<T>): Promise<T> {
  const limitMs = login.dialTimeoutMs ?? mostStepMs;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`cannot contact any KDC within ${limitMs / 1000} s`));
    }, limitMs);
  });
  try {
    return await Promise.race([result, late]);
  } catch (error) {
    const said = error instanceof Error ? error.message.replaceAll(/\s+/g, " ").trim() : "";
    const problem = `no Kerberos login: ${shorten(said, longestQuote)}`;
    throw kerberosFailure(login, problem, kerberosHint(said, process.platform));
  } finally {
    clearTimeout(timer);
  }
}

function kerberosFailure({ host, password }: WinrmLogin, problem: string, hint: string, path?: string): LoginFailure {
  // Only SSPI logs in with a password, and a wrong one may lock the account.
  const next = process.platform === "win32" && password !== undefined ? "never" : "later";
  return new LoginFailure(new IisError("AUTH_FAILED", { host, problem, hint, ...(path && { path }) }), next);
}
